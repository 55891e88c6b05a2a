import { z } from 'zod'
import { endsBeforeStart, hasLink, repeated, unanswered } from '../../shared/faults.ts'
import { comparator, items, line, lines, maybeCadence, maybeDay } from '../../shared/fields.ts'
import { defineKind, type Fault } from '../../shared/kind.ts'

export const agreementTypes = ['SLA', 'OLA', 'contract'] as const
export const targetQuantities = ['availability', 'response time', 'restoration time', 'resolution time', 'fulfilment time', 'other'] as const
export const targetUnits = ['%', 'minutes', 'hours', 'days', 'number', 'currency'] as const
const timeUnits: readonly string[] = ['minutes', 'hours', 'days']

const target = z.strictObject({
  quantity: z.enum(targetQuantities).describe('What is promised'),
  name: line('Its name, where it is something other', 100),
  priority: line('For priority; empty means every priority', 20),
  comparator,
  value: z.number('Give a number.').min(0, 'Give a number that is not below zero.').describe('Value'),
  unit: z.enum(targetUnits).describe('Unit'),
  share: z.number().gt(0, 'Give more than 0 %.').max(100, 'Give at most 100 %.').nullable().default(null).describe('In what share of cases, in %; empty means all'),
  over: z.enum(['week', 'month', 'quarter', 'year']).default('month').describe('Measured over'),
})
export type AgreementTarget = z.infer<typeof target>

export const agreementBody = z.strictObject({
  type: z.enum(agreementTypes).default('SLA').describe('Type'),
  targets: items(target, 'Targets', 60),
  workloadLimits: lines('Workload limits', 20),
  exceptions: lines('Exceptions', 20),
  startOn: maybeDay('Start'),
  endOn: maybeDay('End; empty means until ended'),
  notice: maybeCadence('Notice'),
})
export type AgreementBody = z.infer<typeof agreementBody>

/** What is promised to a customer, between units, or by a supplier: numbers with units, never prose. ISO/IEC 20000-1 8.3.3 and 8.3.4. */
export const agreement = defineKind<AgreementBody>({
  kind: 'agreement',
  prefix: 'AGR',
  noun: 'agreement',
  plural: 'agreements',
  path: 'agreements',
  body: agreementBody,
  empty: agreementBody.parse({}),
  reviewEvery: 'P1Y',
  links: ['serves', 'binds', 'answers'],
  check: ({ body }) => [
    ...endsBeforeStart(body.startOn, body.endOn, 'body.endOn'),
    ...body.targets.flatMap((each, at) => targetFaults(each, `body.targets.${at}`)),
    ...repeated(body.targets, addressOf, 'body.targets', (each, at) => `Target ${at} promises ${nameOf(each)} for the same priority already; keep one.`),
  ],
  missing: (draft) => [
    ...unanswered(draft, { targets: 'Add at least one target.', startOn: 'Say from when it holds.' }),
    ...(hasLink(draft, 'binds') ? [] : [{ path: 'links', message: 'Link what it binds: the service, the party or supplier, and the calendar.' }]),
  ],
  facts: (body) => [
    { label: 'Type', value: body.type },
    { label: 'Targets', value: body.targets[0] ? targetText(body.targets[0]) + (body.targets.length > 1 ? ` and ${body.targets.length - 1} more` : '') : '' },
    { label: 'Start', value: body.startOn ?? '' },
    { label: 'End', value: body.endOn ?? '' },
  ],
})

function nameOf(each: AgreementTarget): string {
  return each.quantity === 'other' ? each.name : each.quantity
}

function addressOf(each: AgreementTarget): string {
  return [nameOf(each).toLowerCase(), each.priority, each.comparator, each.over].join('|')
}

/** The unit of a target as it follows its number: 1 hour, 4 hours. */
export function unitText({ value, unit }: { value: number; unit: string }): string {
  return value === 1 && timeUnits.includes(unit) ? unit.slice(0, -1) : unit
}

/** "availability at least 99.5 % a month", "response time at most 1 hour for priority 1 in 95 % a month". */
export function targetText(each: AgreementTarget): string {
  const unit = each.unit === 'number' || each.unit === 'currency' ? '' : ` ${unitText(each)}`
  const priority = each.priority ? ` for priority ${each.priority}` : ''
  const share = each.share === null ? '' : ` in ${each.share} %`
  return `${nameOf(each)} ${each.comparator} ${each.value}${unit}${priority}${share} a ${each.over}`
}

function targetFaults(each: AgreementTarget, path: string): Fault[] {
  const faults: Fault[] = []
  const fault = (field: string, message: string) => faults.push({ path: `${path}.${field}`, message })
  if (each.quantity === 'other') {
    if (each.name === '') fault('name', 'Name what is promised.')
    if (each.unit === '%' && each.value > 100) fault('value', 'Give at most 100 %.')
    return faults
  }
  if (each.name !== '') fault('name', `Leave the name out; it is called ${each.quantity}.`)
  if (each.quantity === 'availability') {
    if (each.unit !== '%') fault('unit', 'Availability is promised in %.')
    else if (each.value > 100) fault('value', 'Availability is at most 100 %.')
    if (each.comparator !== 'at least') fault('comparator', 'Availability is promised as "at least".')
    if (each.share !== null) fault('share', 'Leave the share out; availability is one figure for the period.')
    if (each.priority !== '') fault('priority', 'Leave the priority out; availability has none.')
    return faults
  }
  if (!timeUnits.includes(each.unit)) fault('unit', `A ${each.quantity} is promised in minutes, hours or days.`)
  if (each.comparator !== 'at most') fault('comparator', `A ${each.quantity} is promised as "at most".`)
  if (each.value === 0) fault('value', 'Give a time longer than zero.')
  return faults
}
