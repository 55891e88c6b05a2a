import { clipped, common, lengthOf, without, type Span } from './spans.ts'
import { outageUnion, plannedWindows, spanOf, type Outage } from './outage.ts'

/** One day of a strip; milliseconds without double counting. */
export type StripDay = { on: string; unplannedMs: number; plannedMs: number; outages: string[] }

/**
 * What each day lost, unplanned and planned apart, around the clock. `days` are the days with their spans, in order; outages carry their keys.
 */
export function stripOf(days: readonly (Span & { on: string })[], outages: readonly (Outage & { key: string })[], now: number): StripDay[] {
  const windows = plannedWindows(outages)
  const all = outageUnion(outages, now).map(({ from, to }) => ({ from, to: Math.min(to, now) }))
  const [unplanned, planned] = [without(all, windows), common(all, windows)]
  const ordered = [...outages].sort((a, b) => a.startedAt - b.startedAt)
  let [u, p] = [0, 0]
  return days.map((day) => {
    while (u < unplanned.length && unplanned[u]!.to <= day.from) u++
    while (p < planned.length && planned[p]!.to <= day.from) p++
    const [unplannedMs, plannedMs] = [within(unplanned, u, day), within(planned, p, day)]
    return { on: day.on, unplannedMs, plannedMs, outages: unplannedMs + plannedMs > 0 ? ordered.filter((outage) => touches(spanOf(outage, now), day)).map(({ key }) => key) : [] }
  })
}

function within(spans: readonly Span[], first: number, day: Span): number {
  let ms = 0
  for (let i = first; i < spans.length && spans[i]!.from < day.to; i++) ms += lengthOf(clipped([spans[i]!], day))
  return ms
}

function touches(span: Span, day: Span): boolean {
  return span.from < day.to && day.from < span.to
}
