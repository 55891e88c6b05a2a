import type { PlainSource } from '../transfer/plain-mapping.ts'
import { readInstant, type DateHabit } from '../transfer/instants.ts'
import type { SourceRow } from '../transfer/rows.ts'
import { fitted, isUnreadable, lineOf, textOf } from '../transfer/targets.ts'
import { isTimeZone } from '../../shared/days.ts'
import type { Correction } from './register.ts'

/** What an outage can take from a file, in the order in which pages offer it. */
export const outageTargets = ['service', 'start', 'end', 'planned', 'registered', 'share', 'title', 'severity', 'note', 'record', 'zone'] as const
export type OutageTarget = (typeof outageTargets)[number]

/** A cell that cannot be taken over: its column and what would be right. */
export type CellFault = { column: string | null; reason: string }

/** What one row says of an outage; a service of several stands for each. */
export type RowFacts = Required<Pick<Correction, 'share' | 'title' | 'severity' | 'note' | 'recordKey'>> & {
  startedAt: Date; endedAt: Date | null; planned: boolean; registeredAt: Date | null; services: string[]
}

/** How files say that an outage has no end yet. */
const goesOn = /^(on-?going|(still )?(open|down|active|going on)|current|present|unresolved|none|null|n\/?a|[-–—])$/i

const limits: Partial<Record<OutageTarget, number>> = { title: 200, severity: 100, note: 4000, record: 40 }

/** Reads a row by its mapping. `zone` is that of times which say none. Answers the facts, or each cell that is at fault. */
export function factsOf(row: SourceRow, { mapping, fields }: PlainSource, zone: string): RowFacts | { faults: CellFault[] } {
  const faults: CellFault[] = []
  const value = (target: OutageTarget) => fields.get(target)?.value(row)
  const fault = (target: OutageTarget, reason: string) => void faults.push({ column: fields.get(target)?.column ?? target, reason })
  const own = textOf(value('zone'))
  if (own !== '' && !isTimeZone(own)) fault('zone', `There is no time zone "${own.slice(0, 60)}"; give one such as Europe/Oslo.`)
  const habit: DateHabit = { zone: own !== '' && isTimeZone(own) ? own : (mapping.dates?.zone ?? zone), order: mapping.dates?.order }
  const instant = (target: OutageTarget, after: Date | null = null): Date | null => {
    const text = textOf(value(target))
    if (text === '' || (target === 'end' && goesOn.test(text))) return null
    const read = readInstant(text, { ...habit, after })
    if ('at' in read) return read.at
    fault(target, read.fault)
    return null
  }
  const written = (target: 'title' | 'severity' | 'note' | 'record'): string => {
    const text = target === 'note' ? textOf(value(target)).replaceAll('\r\n', '\n') : lineOf(value(target))
    // What nobody knows is no text, and a note that is too long is cut rather than lost.
    if (/^\?+$/.test(text)) return ''
    if (isUnreadable(text.replaceAll(/[\n\t]/g, ' '))) fault(target, 'This holds control characters; take them out.')
    return text.slice(0, limits[target]).toWellFormed().trim()
  }
  const startedAt = instant('start')
  const [endedAt, registeredAt] = [instant('end', startedAt), instant('registered')]
  if (startedAt === null && textOf(value('start')) === '') fault('start', 'It says not when it began; give a date and time.')
  const services = (fields.get('service')?.values(row) ?? []).map(lineOf).filter((name) => name !== '' && !/^\?+$/.test(name))
  if (services.length === 0) fault('service', 'It names no service; give one.')
  const long = services.find((name) => name.length > 200 || isUnreadable(name))
  if (long !== undefined) fault('service', 'This is no name of a service: it is longer than 200 characters or holds control characters.')
  const facts = { startedAt: startedAt!, endedAt, registeredAt, services: [...new Set(services)], planned: plannedOf(value('planned'), (reason) => fault('planned', reason)), share: shareOf(value('share'), (reason) => fault('share', reason)),
    title: written('title'), severity: written('severity'), note: written('note'), recordKey: written('record').toUpperCase() }
  return faults.length > 0 ? { faults } : facts
}

function plannedOf(value: unknown, fault: (reason: string) => void): boolean {
  const text = textOf(value)
  const known = fitted(value, { name: 'planned', type: 'yes or no', choices: [], label: '' })
  if (typeof known === 'boolean') return known
  if (text === '' || /^\?+$/.test(text) || /^un(planned|scheduled)$/i.test(text)) return false
  if (/^(planned|scheduled|maintenance)$/i.test(text)) return true
  fault(`"${text.slice(0, 60)}" says neither yes nor no; translate it in the mapping (values: {"${text.slice(0, 60)}": true}).`)
  return false
}

/** 0.25, "25 %" and "25%" are a quarter of the users; nothing: nobody said. */
function shareOf(value: unknown, fault: (reason: string) => void): number | null {
  const text = textOf(value)
  if (text === '' || /^\?+$/.test(text)) return null
  const match = /^(\d+(?:[.,]\d+)?)\s*(%?)$/.exec(text)
  const share = match ? Number(match[1]!.replace(',', '.')) / (match[2] ? 100 : 1) : Number.NaN
  if (share > 0 && share <= 1) return share
  fault(`"${text.slice(0, 60)}" is no share of the users; give a number above 0 up to 1, or a percentage such as 25 %.`)
  return null
}
