import { minutesAWeek, type CalendarBody } from '../operating-model/calendar.ts'
import { windowsBetween } from '../operating-model/service-hours.ts'

/** The open hours of a calendar, quick to ask again and again; instants and lengths are milliseconds. */
export type OpenHours = {
  /** Service time between two instants. */
  between: (from: number, to: number) => number
  /** When so much service time has passed since an instant; null where the calendar does not open for so long within ten years. */
  after: (from: number, length: number) => number | null
  /** Service time of one day on which it opens, on average over the week. */
  day: number
}

const blockLength = 28 * 86_400_000
const blocksAhead = 131
const mostBlocks = 600

type Block = { from: readonly number[]; to: readonly number[]; total: number }

const kept = new WeakMap<CalendarBody, OpenHours>()

/** Windows are worked out by service-hours.ts, four weeks at a time, and kept as long as the calendar's body is. */
export function openHours(calendar: CalendarBody): OpenHours {
  const known = kept.get(calendar)
  if (known) return known
  const blocks = new Map<number, Block>()
  const blockAt = (index: number): Block => {
    const block = blocks.get(index) ?? blockOf(calendar, index)
    if (blocks.size >= mostBlocks) blocks.clear()
    blocks.set(index, block)
    return block
  }
  const hours: OpenHours = {
    day: (minutesAWeek(calendar.windows) / Math.max(1, new Set(calendar.windows.flatMap((window) => window.days)).size)) * 60_000,
    between: (from, to) => {
      let sum = 0
      for (let index = Math.floor(from / blockLength); index * blockLength < to; index++) sum += within(blockAt(index), index, from, to)
      return sum
    },
    after: (from, length) => {
      if (length <= 0) return from
      if (calendar.windows.length === 0) return null
      let left = length
      const first = Math.floor(from / blockLength)
      for (let index = first; index < first + blocksAhead; index++) {
        const block = blockAt(index)
        for (let at = 0; at < block.from.length; at++) {
          const start = Math.max(block.from[at] ?? 0, from)
          const open = (block.to[at] ?? 0) - start
          if (open >= left) return start + left
          if (open > 0) left -= open
        }
      }
      return null
    },
  }
  kept.set(calendar, hours)
  return hours
}

function blockOf(calendar: CalendarBody, index: number): Block {
  const windows = windowsBetween(calendar, new Date(index * blockLength), new Date((index + 1) * blockLength))
  return {
    from: windows.map((each) => each.from.getTime()),
    to: windows.map((each) => each.to.getTime()),
    total: windows.reduce((sum, each) => sum + (each.to.getTime() - each.from.getTime()), 0),
  }
}

function within(block: Block, index: number, from: number, to: number): number {
  if (from <= index * blockLength && (index + 1) * blockLength <= to) return block.total
  let sum = 0
  for (let at = 0; at < block.from.length; at++) sum += Math.max(0, Math.min(block.to[at] ?? 0, to) - Math.max(block.from[at] ?? 0, from))
  return sum
}
