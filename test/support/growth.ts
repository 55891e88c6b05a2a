/**
 * How many times as much processor time of this thread some work takes when its size is multiplied by `factor`: about the factor where it grows in proportion,
 * about its square where everything is compared with everything. Says nothing of the clock on the wall, which depends on who else is at work.
 */
export function growthOf(work: (size: number) => unknown, size: number, factor = 4): number {
  work(size)
  const [small, large] = [size, size * factor].map((each) => Math.min(...Array.from({ length: 3 }, () => spentOn(() => work(each)).milliseconds)))
  return large! / Math.max(small!, 0.01)
}

/** What some work answers, or the message of what it throws, and the processor time of this thread that it took. */
export function spentOn<T>(work: () => T): { answer: T | string; milliseconds: number } {
  const since = process.threadCpuUsage()
  let answer: T | string
  try {
    answer = work()
  } catch (error) {
    answer = (error as Error).message
  }
  const { user, system } = process.threadCpuUsage(since)
  return { answer, milliseconds: (user + system) / 1000 }
}
