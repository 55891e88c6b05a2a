import { hasLink, listed, repeated, unanswered } from '../../shared/faults.ts'
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
  return [
    ...unanswered(draft, { formula: 'Choose how it is computed.', target: 'Set a target.' }),
    ...(hasLink(draft, 'measures') ? [] : [{ path: 'links', message: 'Link what it measures: a service, a routine, a supplier, an objective, a policy or an agreement.' }]),
  ]
}

/** The warning lies beyond the target: below it where higher is better, above it where lower is better. */
function sideFaults({ target, warning, direction }: MeasureBody): Fault[] {
  if (warning === null) return []
  if (target === null) return [{ path: 'body.target', message: 'Set the target that the warning belongs to, or take the warning out.' }]
  const higher = direction === 'higher is better'
  if (higher ? warning < target : warning > target) return []
  return [{ path: 'body.warning', message: `Higher or lower? ${higher ? 'Higher' : 'Lower'} is better here, so the warning is ${higher ? 'below' : 'above'} the target of ${target}.` }]
}

function rangeFaults(body: MeasureBody): Fault[] {
  if (body.unit !== '%' || body.formula === null || body.formula.type === 'manual' || body.formula.type === 'score') return []
  return (['target', 'warning'] as const).flatMap((field) => {
    const value = body[field]
    return value !== null && (value < 0 || value > 100) ? [{ path: `body.${field}`, message: 'Give a share from 0 to 100 %.' }] : []
  })
}

function fitFaults(body: MeasureBody, formula: Formula): Fault[] {
  const faults: Fault[] = []
  const units = unitsOf(formula)
  if (units && !units.includes(body.unit)) {
    const message = units[0] === '' ? 'Leave the unit out; a count has none.' : `This formula gives ${listed(units, 'or')}; set the unit.`
    faults.push({ path: 'body.unit', message })
  }
  const direction = directionOf(formula)
  if (direction && body.direction !== direction) faults.push({ path: 'body.direction', message: `With this formula ${direction}; set the direction.` })
  if (formula.type !== 'duration' && body.clock !== 'elapsed') faults.push({ path: 'body.clock', message: 'Only a duration is counted in service hours or without waiting; set the clock to elapsed.' })
  return faults
}

function formulaFaults(formula: Formula): Fault[] {
  const faults: Fault[] = []
  if ('among' in formula) faults.push(...expressionFaults(formula.among, 'body.formula.among'))
  if (formula.type === 'duration' && recordInstants.indexOf(formula.from) >= recordInstants.indexOf(formula.to))
    faults.push({ path: 'body.formula.to', message: `"${formula.to}" does not come after "${formula.from}"; choose a later instant.` })
  if (formula.type === 'rate') {
    faults.push(...expressionFaults(formula.counted, 'body.formula.counted'))
    if (formula.variant === 'share' && formula.counted === '') faults.push({ path: 'body.formula.counted', message: "Say which records count, such as record.priority == '1'." })
    if (formula.variant !== 'share' && formula.counted !== '') faults.push({ path: 'body.formula.counted', message: `Leave this out; what counts is fixed for ${formula.variant}.` })
    if (formula.variant !== 'attainment' && formula.clock !== '') faults.push({ path: 'body.formula.clock', message: 'Only attainment has a clock; leave this out.' })
  }
  if (formula.type === 'score') {
    if (formula.criteria.length === 0) faults.push({ path: 'body.formula.criteria', message: 'Add at least one criterion.' })
    faults.push(...repeated(formula.criteria, (each) => each.name.toLowerCase(), 'body.formula.criteria', (each) => `There is a criterion ${each.name} already; take one out.`))
  }
  return faults
}

const environment = expressionEnvironment()

function expressionFaults(expression: string, path: string): Fault[] {
  const message = conditionFault(expression, environment)
  return message === undefined ? [] : [{ path, message }]
}
