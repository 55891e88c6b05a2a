import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDesk } from '../../test/support/desk.ts'
import type { Receipt } from '../../test/support/desk.ts'
import { serve } from '../../test/support/served.ts'
import type { Served } from '../../test/support/served.ts'
import { makeWorld } from '../../test/support/world.ts'
import type { World } from '../../test/support/world.ts'

let world: World
let served: Served
let address: string

beforeAll(async () => {
  world = await makeWorld()
  served = await serve(world)
  address = await served.server.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(async () => {
  await served.close()
  await world.close()
})

/** A window that hears; `said` grows with what arrives. */
async function hear(token: string) {
  const stopping = new AbortController()
  const response = await fetch(`${address}/api/live`, { headers: { authorization: `Bearer ${token}` }, signal: stopping.signal })
  const window = { status: response.status, said: '', ended: false, close: () => stopping.abort() }
  const read = async () => {
    for await (const chunk of response.body!) window.said += Buffer.from(chunk).toString()
    window.ended = true
  }
  read().catch(() => void (window.ended = true))
  return window
}

async function inhabited(name: string) {
  const org = await world.found(name)
  const desk = await openDesk(org)
  const { token, id } = await org.act<{ token: string; id: string }>('token.create', { name: 'Window', scopes: ['read', 'write'] })
  const post = (action: string, body: object) => fetch(`${address}/api/${action}`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify(body) })
  return { org, desk, token, tokenId: id, post }
}

describe('windows that are open', () => {
  it('hear what changes in their organisation, and nothing of another', async () => {
    const [mine, theirs] = [await inhabited('Mine'), await inhabited('Theirs')]
    const windows = [await hear(mine.token), await hear(mine.token), await hear(theirs.token)]
    await expect.poll(() => windows.every((each) => each.said.includes('event: ready'))).toBe(true)
    const raised = (await (await mine.post('record.create', { routine: mine.desk.routine.key, title: 'Mail is down' })).json()) as Receipt
    await mine.post('record.comment', { record: raised.key, text: 'Who knows more?' })
    await expect.poll(() => windows[0]!.said, { timeout: 5000 }).toContain(`data: {"record":"${raised.id}","key":"INC-1","revision":2}`)
    await expect.poll(() => windows[1]!.said).toContain('"revision":2')
    await wait(100)
    expect(windows[2]!.said).toBe('retry: 3000\nevent: ready\ndata: {}\n\n')
    for (const window of windows) window.close()
  })

  it('are refused without a session, and without the right to read', async () => {
    expect((await fetch(`${address}/api/live`)).status).toBe(401)
    expect((await fetch(`${address}/api/live`, { headers: { authorization: 'Bearer wr_nobody' } })).status).toBe(401)
  })

  it('are bounded for each person', async () => {
    const { token } = await inhabited('Many')
    const windows = await Promise.all(Array.from({ length: 21 }, () => hear(token)))
    expect(windows.filter((each) => each.status === 200)).toHaveLength(20)
    expect(windows.filter((each) => each.status === 429)).toHaveLength(1)
    for (const window of windows) window.close()
  })
})
