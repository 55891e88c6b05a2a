import { readSettings } from '../kernel/settings.ts'
import { openGround } from '../server/ground.ts'
import type { Ground } from '../server/ground.ts'
import { startSealing } from '../server/sealing.ts'
import type { Invocation } from './command.ts'

/** Runs work on the database of this machine, seals what it recorded, and leaves. Progress goes to standard error. */
export async function grounded<T>(invocation: Pick<Invocation, 'note'>, work: (ground: Ground) => Promise<T>): Promise<T> {
  const log = { info: (text: string) => invocation.note(text), warn: (text: string) => invocation.note(text), error: (text: string) => invocation.note(text) }
  const ground = await openGround(readSettings(), log, { connections: 5 })
  try {
    const sealing = startSealing(ground)
    ground.runtime.recorded = sealing.recorded
    const result = await work(ground)
    await sealing.stop()
    return result
  } finally {
    await ground.close()
  }
}
