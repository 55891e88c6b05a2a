import { useLingui } from '@lingui/react/macro'
import { say } from '../../../web/ui/Toast.tsx'
import type { Option } from '../../../web/ui/option.ts'
import { recordContracts, type RecordView } from '../record.contract.ts'
import type { FieldValue } from './FieldInput.tsx'
import type { Base } from './useBase.ts'
import { useRecordAction } from './useRecordAction.ts'
import type { PlaceName, Way } from './ways.ts'

/** A way out of a step, or the closing of the record in its end step, as one form takes it. */
export type Exit = { way: string | null; name: string; toName: string; back: boolean; closed: string; asks: readonly string[]; missing: Way['missing']; asksReason: boolean; asksOutcome: boolean }

export function exitOf(way: Way): Exit {
  return { way: way.id, name: way.name, toName: way.toName, back: way.back, closed: way.closed, asks: way.closed ? way.asks : [], missing: way.missing, asksReason: way.reason, asksOutcome: false }
}

export function closingOf(record: RecordView, name: string): Exit {
  return { way: null, name, toName: '', back: false, closed: '', asks: byOutcome(record), missing: record.closing.missing.filter((one) => one.path !== 'outcome'), asksReason: false, asksOutcome: record.outcomes.length > 0 }
}

/** What the closing may ask besides, as the outcome that is chosen will have it. */
function byOutcome(record: RecordView): string[] {
  return record.exit.filter((exit) => exit.holds === false && exit.asks.includes('outcome')).flatMap((exit) => exit.asks.filter((path) => path !== 'outcome'))
}

/** Nothing is asked: one press takes it. */
export function asksNothing(exit: Exit): boolean {
  return exit.missing.length === 0 && exit.asks.length === 0 && !exit.asksReason && !exit.asksOutcome
}

export type StepInput = { fields: Record<string, FieldValue>; places: Partial<Record<PlaceName, Option | null>>; assignee: Option | null; priority: string | null; priorityReason: string; outcome: string | null; reason: string }
export const nothingSaid: StepInput = { fields: {}, places: {}, assignee: null, priority: null, priorityReason: '', outcome: null, reason: '' }

/** Takes a way or closes, after what it asks beside fields (places, who has it) is written. */
export function useStep(record: RecordView, exit: Exit, base: Base) {
  const { t } = useLingui()
  const prioritise = useRecordAction(recordContracts.prioritise)
  const [fill, assign, advance, close] = [useRecordAction(recordContracts.fill), useRecordAction(recordContracts.assign), useRecordAction(recordContracts.advance), useRecordAction(recordContracts.close)]
  const take = async (input: StepInput, taken: Exit = exit): Promise<boolean> => {
    let revision = base.revision
    const written = (receipt: { revision: number } | undefined) => {
      if (receipt) base.follow((revision = receipt.revision))
      return receipt !== undefined
    }
    const places = Object.fromEntries(Object.entries(input.places).map(([place, option]) => [place, option?.id ?? null]))
    if (Object.keys(places).length > 0 && !written(await fill.run({ record: record.id, revision, ...places }))) return false
    if (input.assignee && !written(await assign.run({ record: record.id, revision, person: input.assignee.id }))) return false
    if (input.priority && !written(await prioritise.run({ record: record.id, revision, priority: input.priority, reason: input.priorityReason.trim() }))) return false
    const said = { record: record.id, ...(Object.keys(input.fields).length > 0 && { fields: input.fields }), ...(input.outcome && { outcome: input.outcome }), ...(input.reason.trim() && { reason: input.reason.trim() }) }
    const done = taken.way === null ? await close.run({ ...said, revision }) : await advance.run({ ...said, revision, transition: taken.way })
    if (!written(done)) return false
    say(taken.way === null ? t`Closed` : taken.name, done && done.raised.length > 0 ? t`${record.key}: raised ${done.raised.join(', ')}` : `${record.key} ${record.title}`)
    return true
  }
  return { take, busy: [fill, assign, prioritise, advance, close].some((one) => one.busy), error: fill.error ?? assign.error ?? prioritise.error ?? advance.error ?? close.error }
}

