/** A measured value beside its bar. */
export type Result = { name: string; value: number; unit: string; bar: number; direction: 'at most' | 'at least'; met: boolean }

/** Where a bench leaves what it measured: `result` is judged and kept, `note` is only printed. */
export type Report = { result: (result: Result) => void; note: (text: string) => void }

/** One part of the benchmark; `npm run bench -- <word>` runs those whose name holds the word. */
export type Bench = { name: string; run: (report: Report) => Promise<void> }

export function atMost(name: string, value: number, unit: string, bar: number): Result {
  return { name, value: rounded(value), unit, bar, direction: 'at most', met: value <= bar }
}

export function atLeast(name: string, value: number, unit: string, bar: number): Result {
  return { name, value: rounded(value), unit, bar, direction: 'at least', met: value >= bar }
}

/** Three significant digits, or whole numbers from a hundred on. */
export function rounded(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3))
}

/** The value that a share (0 to 1) of all do not exceed. Throws when there is none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const found = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]
  if (found === undefined) throw new Error('Nothing was measured.')
  return found
}

/** The middle value; of two middle ones their mean. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length / 2
  return Number.isInteger(half) ? (quantile(sorted, 0.5) + sorted[half]!) / 2 : quantile(sorted, 0.5)
}
