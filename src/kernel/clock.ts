import { Problem } from '../shared/problem.ts'

/** Milliseconds that a clock may be behind: nodes differ a little, and a call may have waited for a connection. */
const toleranceMs = 60_000

/** The machine's clock, but for small steps back: they are waited out, so that changes are recorded in their order. Larger ones show. */
export function steadyClock(read: () => number = Date.now): () => Date {
  let last = 0
  return () => {
    const now = read()
    if (now > last || last - now > toleranceMs) last = now
    return new Date(last)
  }
}

/** Refuses to record what would seem to have happened before the last change. Throws Problem 'unavailable'. */
export function demandForward(now: Date, lastAt: Date | null): void {
  if (lastAt === null || lastAt.getTime() - now.getTime() <= toleranceMs) return
  const minute = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
  throw new Problem('unavailable', `The clock of this machine shows ${minute(now)}, and the last change was recorded at ${minute(lastAt)}. Set the clock right; nothing was changed.`)
}
