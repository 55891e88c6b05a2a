import { PullFault } from './connector.ts'

/** Where a pull goes on: from what changed at `since`, of which `skip` were read already. Times are as the tool writes them, whose order is that of their texts. */
export type Since = { since: string; skip: number }

export function sinceOf(cursor: string, begin: string): Since {
  if (cursor === '') return { since: begin, skip: 0 }
  try {
    const { since, skip } = JSON.parse(cursor) as Since
    if (typeof since === 'string' && Number.isInteger(skip) && skip >= 0) return { since, skip }
  } catch {
    // Said below.
  }
  throw new PullFault('The place where the last pull ended cannot be read; begin anew from a day.', true)
}

/**
 * The next place after a page whose rows changed at these times, in order. Rows that share the last instant are counted, so that none is left out
 * where a page ends among them, and the time moves on, so that no tool is asked for its ten-thousandth row.
 */
export function goingOn({ since, skip }: Since, times: readonly string[], full: boolean): { cursor: string; more: boolean } {
  const last = times.at(-1)
  if (last === undefined) return { cursor: JSON.stringify({ since, skip }), more: false }
  if (times.some((each, at) => at > 0 && each < times[at - 1]!)) throw new PullFault('The tool does not answer in the order of change; a pull could leave something out.', true)
  const same = times.filter((each) => each === last).length
  return { cursor: JSON.stringify({ since: last, skip: last === since ? skip + times.length : same }), more: full }
}
