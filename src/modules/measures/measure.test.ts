import { describe, expect, it } from 'vitest'
import type { Draft } from '../../shared/kind.ts'
import { formulaTypes } from './formula.ts'
import { measureBody, type MeasureBody } from './measure-body.ts'
import { measure, standing } from './measure.ts'

const failure = { formula: { type: 'rate', variant: 'change failure' }, unit: '%', direction: 'lower is better', target: 5, warning: 7 }
const uptime = { formula: { type: 'availability' }, unit: '%', direction: 'higher is better', target: 99.9, warning: 99.5 }
const restore = { formula: { type: 'duration', statistic: 'p85', from: 'detected', to: 'restored' }, unit: 'hours', direction: 'lower is better', target: 6 }
const supplierScore = { formula: { type: 'score', criteria: [{ name: 'Service levels', weight: 30, measure: 'MSR-2' }, { name: 'Relationship', weight: 5 }] }, target: 85, warning: 70 }

function draftOf(body: object, links: Draft['links'] = []): Draft<MeasureBody> {
  return { title: '', accountable: null, reviewEvery: null, effectiveOn: null, body: measureBody.parse(body), links }
}

function pathsOf(body: object): string[] {
  return (measure.check?.(draftOf(body)) ?? []).map((fault) => fault.path)
}

describe('a measure', () => {
  it('is sound for each of the common figures', () => {
    for (const body of [failure, uptime, restore, supplierScore]) expect(pathsOf(body)).toEqual([])
  })

  it('has a formula of every type, each with nothing but its own parameters', () => {
    const least: Record<(typeof formulaTypes)[number], object> = {
      availability: {}, rate: { variant: 'attainment' }, duration: { statistic: 'median', from: 'opened', to: 'closed' }, count: {}, backlogAge: {}, recurrence: {}, pareto: {}, score: {}, manual: {},
    }
    for (const type of formulaTypes) {
      expect(measureBody.safeParse({ formula: { type, ...least[type] } }).success).toBe(true)
      expect(measureBody.safeParse({ formula: { type, ...least[type], colour: 'red' } }).success).toBe(false)
    }
  })

  it('keeps the warning below the target where higher is better, and above where lower is', () => {
    expect(pathsOf({ ...uptime, warning: 99.95 })).toEqual(['body.warning'])
    expect(pathsOf({ ...uptime, warning: 99.9 })).toEqual(['body.warning'])
    expect(pathsOf({ ...failure, warning: 4 })).toEqual(['body.warning'])
    expect(measure.check?.(draftOf({ ...failure, warning: 4 }))[0]?.message).toBe('Lower is better here, so the warning is above the target of 5.')
  })

  it('has no warning without a target', () => {
    expect(pathsOf({ ...failure, target: null })).toEqual(['body.target'])
  })

  it.each<[object, string]>([
    [{ ...uptime, unit: 'hours' }, 'body.unit'],
    [{ ...restore, unit: '%' }, 'body.unit'],
    [{ ...uptime, direction: 'lower is better', warning: null }, 'body.direction'],
    [{ ...failure, direction: 'higher is better', warning: null }, 'body.direction'],
    [{ ...uptime, target: 101 }, 'body.target'],
    [{ ...failure, warning: 120 }, 'body.warning'],
    [{ ...failure, clock: 'service hours' }, 'body.clock'],
    [{ ...restore, formula: { type: 'duration', statistic: 'mean', from: 'restored', to: 'detected' } }, 'body.formula.to'],
    [{ ...restore, formula: { type: 'duration', statistic: 'mean', from: 'opened', to: 'opened' } }, 'body.formula.to'],
    [{ ...failure, formula: { type: 'rate', variant: 'change failure', counted: 'true' } }, 'body.formula.counted'],
    [{ ...failure, formula: { type: 'rate', variant: 'share' } }, 'body.formula.counted'],
    [{ ...failure, formula: { type: 'rate', variant: 'change failure', clock: 'restoration' } }, 'body.formula.clock'],
    [{ ...failure, formula: { type: 'rate', variant: 'change failure', among: 'record.priority ==' } }, 'body.formula.among'],
    [{ ...failure, formula: { type: 'rate', variant: 'change failure', among: 'record.colour == "red"' } }, 'body.formula.among'],
    [{ ...supplierScore, formula: { type: 'score', criteria: [] } }, 'body.formula.criteria'],
    [{ ...supplierScore, formula: { type: 'score', criteria: [{ name: 'Cost', weight: 1 }, { name: 'cost', weight: 2 }] } }, 'body.formula.criteria.1'],
    [{ formula: { type: 'count' }, unit: '%' }, 'body.unit'],
  ])('refuses %j at %s', (body, path) => {
    expect(pathsOf(body)).toEqual([path])
  })

  it('may count over fields of whatever routine it measures', () => {
    expect(pathsOf({ ...failure, formula: { type: 'rate', variant: 'change failure', among: "fields.category == 'network' && record.priority in ['1', '2']" } })).toEqual([])
  })

  it.each<[object, string]>([
    [{ formula: { type: 'rate', variant: 'accuracy' } }, 'an unknown rate'],
    [{ formula: { type: 'duration', statistic: 'p99', from: 'opened', to: 'closed' } }, 'an unknown statistic'],
    [{ formula: { type: 'score', criteria: [{ name: 'Cost', weight: 0 }] } }, 'a weight of nothing'],
    [{ formula: { type: 'recurrence', flagFrom: 1 } }, 'a pattern of one'],
    [{ period: 'fortnight' }, 'an unknown period'],
    [{ target: 'low' }, 'a target in words'],
    [{ minimumSample: 2.5 }, 'half a record'],
  ])('does not parse %j: %s', (wrong) => {
    expect(measureBody.safeParse(wrong).success).toBe(false)
  })

  it('misses formula, target and what it measures', () => {
    expect((measure.missing?.(draftOf({})) ?? []).map((fault) => fault.path)).toEqual(['body.formula', 'body.target', 'links'])
    expect(measure.missing?.(draftOf(uptime, [{ type: 'measures', to: 'x' }]))).toEqual([])
  })

  it('addresses the measures that a score is made of', () => {
    expect(measure.addresses?.(measureBody.parse(supplierScore))).toEqual([{ path: 'formula.criteria.0.measure', to: 'MSR-2', kinds: ['measure'], as: 'key' }])
    expect(measure.addresses?.(measureBody.parse(uptime))).toEqual([])
  })

  it('shows its target in a list', () => {
    expect(measure.facts?.(measureBody.parse(failure))[0]).toEqual({ label: 'Target', value: '≤ 5 %' })
    expect(measure.facts?.(measureBody.parse(uptime))[0]).toEqual({ label: 'Target', value: '≥ 99.9 %' })
  })
})

describe('standing', () => {
  it('is met on the target, watch down to the warning, and missed beyond it', () => {
    const body = measureBody.parse(supplierScore)
    expect([85, 84.9, 70, 69.9].map((value) => standing(body, value))).toEqual(['met', 'watch', 'watch', 'missed'])
  })

  it('turns round where lower is better', () => {
    const body = measureBody.parse(failure)
    expect([5, 5.1, 7, 7.3].map((value) => standing(body, value))).toEqual(['met', 'watch', 'watch', 'missed'])
  })

  it('is missed at once without a warning, and unknown without a target or a value', () => {
    expect(standing({ target: 5, warning: null, direction: 'lower is better' }, 5.1)).toBe('missed')
    expect(standing({ target: null, warning: null, direction: 'lower is better' }, 5)).toBe('unknown')
    expect(standing({ target: 5, warning: null, direction: 'lower is better' }, null)).toBe('unknown')
  })
})
