import { hasLink, listed, repeated, unanswered, unless } from '../../shared/faults.ts'
import type { Draft, Fault } from '../../shared/kind.ts'
import { conditionFault, expressionEnvironment } from '../routines/expression.ts'
import { recordInstants } from '../routines/record.ts'
import { directionOf, unitsOf, type Formula } from './formula.ts'
import type { MeasureBody } from './measure-body.ts'

/** Everything in a measure that contradicts itself, each with its place and its mend. */
export function measureFaults(body: MeasureBody): Fault[] {
  return [...sideFaults(body), ...rangeFaults(body), ...(body.formula ? [...fitFaults(body, body.formula), ...formulaFaults(body.formula)] : [])]
}

/** What a measure needs before it can be computed. */
export function measureGaps(draft: Draft<MeasureBody>): Fault[] {
  const ends = 'a service, a routine, a supplier, an objective, a policy or an agreement'
  return [
    ...unanswered(draft, { formula: 'Choose how it is computed.', target: 'Set a target.' }),
    ...unless(hasLink(draft, 'measures'), 'links', `Link what it measures: ${ends}.`),
  ]
}

/** The warning lies beyond the target: below it where higher is better, above it where lower is better. */
function sideFaults({ target, warning, direction }: MeasureBody): Fault[] {
  if (warning === null) return []
  if (target === null) return [{ path: 'body.target', message: 'Set the target that the warning belongs to, or take the warning out.' }]
  const higher = direction === 'higher is better'
  const side = higher ? 'Higher is better here, so the warning is below' : 'Lower is better here, so the warning is above'
  return unless(higher ? warning < target : warning > target, 'body.warning', `${side} the target of ${target}.`)
}

function rangeFaults(body: MeasureBody): Fault[] {
  if (body.unit !== '%' || body.formula === null || body.formula.type === 'manual' || body.formula.type === 'score') return []
  return (['target', 'warning'] as const).flatMap((field) => {
    const value = body[field]
    return unless(value === null || (value >= 0 && value <= 100), `body.${field}`, 'Give a share from 0 to 100 %.')
  })
}

function fitFaults(body: MeasureBody, formula: Formula): Fault[] {
  const units = unitsOf(formula)
  const unitSentence = units?.[0] === '' ? 'Leave the unit out; a count has none.' : `This formula gives ${listed(units ?? [], 'or')}; set the unit.`
  const direction = directionOf(formula)
  const clocked = formula.type === 'duration' || body.clock === 'elapsed'
  return [
    ...unless(units === undefined || units.includes(body.unit), 'body.unit', unitSentence),
    ...unless(direction === undefined || body.direction === direction, 'body.direction', `With this formula ${direction}; set the direction.`),
    ...unless(clocked, 'body.clock', 'Only a duration is counted in service hours or without waiting; set the clock to elapsed.'),
  ]
}

function formulaFaults(formula: Formula): Fault[] {
  return [
    ...('among' in formula ? expressionFaults(formula.among, 'body.formula.among') : []),
    ...(formula.type === 'duration' ? spanFaults(formula) : []),
    ...(formula.type === 'rate' ? rateFaults(formula) : []),
    ...(formula.type === 'score' ? scoreFaults(formula) : []),
  ]
}

function spanFaults({ from, to }: Extract<Formula, { type: 'duration' }>): Fault[] {
  return unless(recordInstants.indexOf(from) < recordInstants.indexOf(to), 'body.formula.to', `"${to}" does not come after "${from}"; choose a later instant.`)
}

function rateFaults({ variant, counted, clock }: Extract<Formula, { type: 'rate' }>): Fault[] {
  const share = variant === 'share'
  const sentence = share ? "Say which records count, such as record.priority == '1'." : `Leave this out; what counts is fixed for ${variant}.`
  return [
    ...expressionFaults(counted, 'body.formula.counted'),
    ...unless(share === (counted !== ''), 'body.formula.counted', sentence),
    ...unless(variant === 'attainment' || clock === '', 'body.formula.clock', 'Only attainment has a clock; leave this out.'),
  ]
}

function scoreFaults({ criteria }: Extract<Formula, { type: 'score' }>): Fault[] {
  return [
    ...unless(criteria.length > 0, 'body.formula.criteria', 'Add at least one criterion.'),
    ...repeated(criteria, (each) => each.name.toLowerCase(), 'body.formula.criteria', (each) => `There is a criterion ${each.name} already; take one out.`),
  ]
}

const environment = expressionEnvironment()

function expressionFaults(expression: string, path: string): Fault[] {
  const message = conditionFault(expression, environment)
  return message === undefined ? [] : [{ path, message }]
}
