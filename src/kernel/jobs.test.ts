import { expect, it } from 'vitest'
import { freshDatabase } from '../../test/support/database.ts'
import { lazyJobs } from './jobs.ts'

it('nodes that start together on a new database all work on jobs', async () => {
  const url = await freshDatabase()
  const warned: string[] = []
  const log = { info: () => {}, warn: (text: string) => void warned.push(text), error: () => {} }
  const nodes = [1, 2, 3].map(() => lazyJobs(url, log))
  const done: object[] = []
  try {
    await Promise.all(nodes.map((node) => node.work('count', async (data) => void done.push(data))))
    await Promise.all(nodes.map((node) => node.schedule('count', '0 0 1 1 *')))
    await nodes[0]!.send('count', { number: 1 })
    await expect.poll(() => done, { timeout: 15_000 }).toEqual([{ number: 1 }])
    expect(warned).toEqual([])
  } finally {
    await Promise.all(nodes.map((node) => node.stop()))
  }
})
