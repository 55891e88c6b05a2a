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
let authorization: string
let record: string

beforeAll(async () => {
  world = await makeWorld()
  served = await serve(world)
  address = await served.server.listen({ port: 0, host: '127.0.0.1' })
  const org = await world.found()
  const desk = await openDesk(org)
  authorization = `Bearer ${(await org.act<{ token: string }>('token.create', { name: 'Files', scopes: ['read', 'write'] })).token}`
  record = (await org.act<Receipt>('record.create', { routine: desk.routine.key, title: 'Mail is down' })).key
})
afterAll(async () => {
  await served.close()
  await world.close()
})

async function attach(name: string, type: string, bytes: Uint8Array) {
  const form = new FormData()
  form.set('record', record)
  form.set('file', new Blob([bytes as BlobPart], { type }), name)
  const response = await fetch(`${address}/api/record.attach`, { method: 'POST', headers: { authorization }, body: form })
  return { status: response.status, body: (await response.json()) as { id: string; sha256: string; title: string } }
}
const read = (attachment: string, as = authorization) => fetch(`${address}/api/record.file?record=${record}&attachment=${attachment}`, { headers: { authorization: as } })

describe('files', () => {
  it('come as a form and go as a download, as they were', async () => {
    const bytes = new Uint8Array(3_000_000).map((_, at) => 65 + ((at * 7) % 26))
    const { status, body } = await attach('größe & log;.txt', 'text/plain', bytes)
    expect(status).toBe(200)
    const response = await read(body.id)
    expect([response.status, response.headers.get('content-type'), response.headers.get('x-content-type-options')]).toEqual([200, 'text/plain', 'nosniff'])
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="gr__e & log;.txt"; filename\*=UTF-8''gr%C3%B6%C3%9Fe/)
    expect(Buffer.from(await response.arrayBuffer()).equals(Buffer.from(bytes))).toBe(true)
  })

  it('are refused where they are too large, empty, programs, or not what is said of them', async () => {
    expect((await attach('big.bin', 'application/octet-stream', new Uint8Array(25 * 1024 * 1024 + 1))).status).toBe(413)
    expect((await attach('none.txt', 'text/plain', new Uint8Array())).body.title).toMatch(/is empty/)
    expect((await attach('a.pdf', 'application/pdf', Buffer.from('<html>'))).body.title).toMatch(/does not begin as application\/pdf does/)
    expect((await attach('a.png', 'image/png', Buffer.from('%PDF-1.7 x'))).body.title).toMatch(/is application\/pdf, not image\/png/)
    expect((await attach('a.exe', '', Buffer.from('MZ\u0000\u0000'))).body.title).toMatch(/is a program/)
  })

  it('are read by nobody of another organisation', async () => {
    const { body } = await attach('secret.txt', 'text/plain', Buffer.from('Secret'))
    const other = await world.found('Another')
    const { token } = await other.act<{ token: string }>('token.create', { name: 'Other', scopes: ['read'] })
    const response = await read(body.id, `Bearer ${token}`)
    expect([response.status, await response.text()]).toEqual([404, expect.not.stringContaining('Secret')])
  })
})
