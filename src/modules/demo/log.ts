import { startOfDay } from '../../shared/days.ts'
import { daysFrom } from './days.ts'
import { workingDay } from './holidays.ts'
import { minuteOf } from './work.ts'
import type { ToldMoment, ToldStep, ToldValue } from './work.ts'

/** A way of a routine, as far as a log needs it. */
export type LogWay = { id: string; to: string; sets: readonly string[] }

/** One line of the log that another tool keeps: how the case was then. */
export type LogLine = Record<string, string | number | boolean | readonly string[]>

type Ground = { today: string; zone: string; firstState: string; ways: ReadonlyMap<string, LogWay>; emailOf: (who: string) => string }

/** The lines of one case up to and with a moment, as a tool would export them: each repeats what holds and changes what happened. */
export function linesOf(key: string, moments: readonly ToldMoment[], ground: Ground): LogLine[] {
  const [first] = moments
  if (!first) return []
  const { told } = first
  const { service, requester, ...places } = told.about
  let now: LogLine = { case: key, title: told.title, state: ground.firstState, ...places, ...(service ? { service } : {}), ...(requester ? { requester: ground.emailOf(requester) } : {}), ...fieldsOf(told.fields, first, ground) }
  return moments.map((moment) => {
    const { text: _text, ...before } = now
    now = { ...before, ...changeOf(moment, before, ground), at: instantOf(moment, ground.zone), by: ground.emailOf(moment.by) }
    if (moment.step === null) now['opened'] = now['at']!
    return now
  })
}

/** The line as of which everything about a case is known. */
export function instantOf({ on, minute }: Pick<ToldMoment, 'on' | 'minute'>, zone: string): string {
  return new Date(startOfDay(on, zone).getTime() + minute * 60_000).toISOString()
}

function changeOf(moment: ToldMoment, before: LogLine, ground: Ground): LogLine {
  const { step } = moment
  if (step === null) return {}
  const at = instantOf(moment, ground.zone)
  const fields = fieldsOf({ ...step.fields, ...step.fill }, moment, ground)
  if (step.go) {
    const way = ground.ways.get(step.go) ?? ground.ways.get(`${String(before['state'])}-${step.go}`)
    if (!way) throw new RangeError(`No way "${step.go}" leads on from ${String(before['state'])}.`)
    return { ...fields, state: way.to, ...Object.fromEntries(way.sets.map((name) => [name, at])), ...said(step) }
  }
  if (step.assign) return { assignee: ground.emailOf(step.assign) }
  if (step.close) return { ...fields, outcome: step.close, closed: at }
  return { ...fields, ...said(step) }
}

function said({ say, approve, reason }: ToldStep): LogLine {
  const text = say ?? (approve ? `Approved.${reason ? ` ${reason}` : ''}` : reason)
  return text ? { text } : {}
}

function fieldsOf(values: Readonly<Record<string, ToldValue>>, { on }: ToldMoment, { today, zone, emailOf }: Ground): LogLine {
  return Object.fromEntries(Object.entries(values).map(([id, value]): [string, LogLine[string]] => {
    if (typeof value !== 'object' || Array.isArray(value)) return [`form.${id}`, value as string]
    return [`form.${id}`, 'who' in value ? emailOf(value.who) : instantOf({ on: value.day === undefined ? on : workingDay(daysFrom(today, value.day)), minute: minuteOf(value.at) }, zone)]
  }))
}
