import { defineKind, type Address } from '../../shared/kind.ts'
import { measureBody, type MeasureBody } from './measure-body.ts'
import { measureFaults, measureGaps } from './measure-check.ts'

/** What is counted and how; whose it is comes from its `measures` links. ISO/IEC 20000-1 9.1. */
export const measure = defineKind<MeasureBody>({
  kind: 'measure',
  prefix: 'MSR',
  noun: 'measure',
  plural: 'measures',
  path: 'measures',
  body: measureBody,
  empty: measureBody.parse({}),
  reviewEvery: 'P1Y',
  links: ['serves', 'measures', 'answers'],
  check: ({ body }) => measureFaults(body),
  missing: measureGaps,
  addresses: addressesOf,
  facts: (body) => [
    { label: 'Target', value: targetOf(body) },
    { label: 'Formula', value: body.formula?.type ?? '' },
    { label: 'Period', value: body.period },
  ],
})

/** "≥ 99.9 %"; empty without a target. */
function targetOf({ target, direction, unit }: MeasureBody): string {
  if (target === null) return ''
  return `${direction === 'higher is better' ? '≥' : '≤'} ${target}${unit ? ` ${unit}` : ''}`
}

/** The measures that a score is made of, by key (docs/decisions/addresses-in-bodies.md). */
function addressesOf({ formula }: MeasureBody): Address[] {
  if (formula?.type !== 'score') return []
  return formula.criteria.flatMap((each, at): Address[] =>
    each.measure === '' ? [] : [{ path: `formula.criteria.${at}.measure`, to: each.measure, kinds: ['measure'], as: 'key' }],
  )
}

/** How a value stands against target and warning; unknown without a target or without a value. */
export function standing(body: Pick<MeasureBody, 'target' | 'warning' | 'direction'>, value: number | null): 'met' | 'watch' | 'missed' | 'unknown' {
  if (value === null || body.target === null) return 'unknown'
  const sign = body.direction === 'higher is better' ? 1 : -1
  if (sign * value >= sign * body.target) return 'met'
  return body.warning !== null && sign * value >= sign * body.warning ? 'watch' : 'missed'
}
