import { describe, expect, it } from 'vitest'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseYaml } from '../transfer/yaml.ts'
import { catalogue } from './catalogue.ts'
import { daysFrom, seeded, withDays } from './days.ts'
import { drawnWork } from './drawn.ts'
import { linesOf } from './log.ts'
import { isWorkingDay, later, timeOf } from './working-time.ts'
import { inOrder, momentsOf, toldRecords } from './work.ts'
import type { Told } from './work.ts'

const today = '2026-11-23'
const content = (name: string): unknown => parseYaml(withDays(readFileSync(fileURLToPath(new URL(`../../../content/demo/work/${name}.yaml`, import.meta.url)), 'utf8'), today), name)[0]?.value
const told = (given: object): Told => toldRecords.parse([{ routine: 'RTN-1', title: 'No readings', by: 'guro.haavik', day: -10, ...given }])[0]!
const half = () => 0.5

describe('service time of the demo', () => {
  it('goes from half past seven to half past four, and over weekends and holidays', () => {
    expect(later({ day: -3, minute: 16 * 60 }, 45, today)).toEqual({ day: 0, minute: 7 * 60 + 45 })
    expect(later({ day: -4, minute: 9 * 60 }, 540, today)).toEqual({ day: -3, minute: 9 * 60 })
    expect([isWorkingDay(-3, today), isWorkingDay(-2, today), isWorkingDay(32, today)]).toEqual([true, false, false])
    expect(timeOf(545)).toBe('09:05')
  })
})

describe('a record that is told', () => {
  it('happens at the minutes that are told, and in between where none are', () => {
    const moments = momentsOf(told({ at: '09:14', steps: [{ at: '09:16', assign: 'ali.rahimi' }, { say: 'Looked at it.' }, { day: -7, go: 'confirm' }] }), today, half)
    expect(moments.map(({ on, minute }) => `${on} ${timeOf(minute)}`)).toEqual(['2026-11-13 09:14', '2026-11-13 09:16', '2026-11-13 09:28', '2026-11-16 12:00'])
  })

  it('keeps its order where days fall on one working day, also between records', () => {
    const [one, other] = [told({ day: -9, at: '15:00' }), told({ title: 'Another', day: -8, at: '09:00' })]
    const moments = inOrder([...momentsOf(other, today, half), ...momentsOf(one, today, half)])
    expect(moments.map(({ told: { title }, on, minute }) => `${title} ${on} ${timeOf(minute)}`)).toEqual(['No readings 2026-11-13 15:00', 'Another 2026-11-13 15:01'])
  })

  it('has nothing today or later', () => {
    expect(momentsOf(told({ day: -3, steps: [{ day: 0, say: 'Today' }, { day: 2, say: 'Later' }] }), today, half)).toHaveLength(1)
  })

  it('does one thing a step, and says who raised it', () => {
    expect(() => told({ steps: [{ say: 'Both', assign: 'ali.rahimi' }] })).toThrow('A step does one thing.')
    expect(() => told({ by: '' })).toThrow('A record has a routine')
  })

  it('becomes the lines of a log, each with what holds then', () => {
    const moments = momentsOf(told({ at: '09:00', fields: { impact: 'One person' }, steps: [{ at: '09:10', go: 'classify' }, { at: '10:00', go: 'confirm', fields: { solution: 'Restarted' } }, { at: '11:00', close: 'solved' }] }), today, half)
    const ways = new Map([{ id: 'register-classify', to: 'classify', sets: ['responded'] }, { id: 'classify-confirm', to: 'confirm', sets: ['restored'] }].map((way) => [way.id, way]))
    const lines = linesOf('S-1', moments, { today, zone: 'Europe/Oslo', firstState: 'register', ways, emailOf: (who) => `${who}@example.org` })
    expect(lines.map(({ state, at }) => `${String(at)} ${String(state)}`)).toEqual(['2026-11-13T08:00:00.000Z register', '2026-11-13T08:10:00.000Z classify', '2026-11-13T09:00:00.000Z confirm', '2026-11-13T10:00:00.000Z confirm'])
    expect(lines.at(-1)).toMatchObject({ case: 'S-1', opened: '2026-11-13T08:00:00.000Z', responded: '2026-11-13T08:10:00.000Z', restored: '2026-11-13T09:00:00.000Z', closed: '2026-11-13T10:00:00.000Z', outcome: 'solved', 'form.impact': 'One person', 'form.solution': 'Restarted' })
  })
})

describe('everyday work', () => {
  const drawn = (seed: number) => drawnWork({ catalogue: catalogue.parse(content('catalogue')), today, random: seeded(seed) }, -500, -1)

  it('is the same with the same seed, and another with another', () => {
    expect(drawn(3)).toEqual(drawn(3))
    expect(drawn(3)).not.toEqual(drawn(4))
  })

  it('is a few hundred records of three routines, begun on working days in service hours', () => {
    const all = drawn(3)
    const routines = Map.groupBy(all, ({ routine }) => routine)
    expect([...routines.keys()].sort()).toEqual(['RTN-1', 'RTN-3', 'RTN-4'])
    expect(all.length).toBeGreaterThan(400)
    expect(all.length).toBeLessThan(900)
    expect(all.every(({ day, at }) => isWorkingDay(day!, today) && at! >= '07:30' && at! < '16:30')).toBe(true)
  })

  it('leaves no place or person open in its words', () => {
    expect(drawn(3).filter(({ title, fields }) => /[{}]/.test(title + JSON.stringify(Object.values(fields).filter((value) => typeof value === 'string'))))).toEqual([])
  })
})

describe('what is told', () => {
  it('reads, and every record that is referred to is told', () => {
    const all = ['stories', 'registers'].flatMap((name) => toldRecords.parse(content(name)))
    const known = new Set(all.flatMap(({ as, steps }) => [as, ...steps.map(({ raises }) => raises)]))
    const meant = all.flatMap(({ of, from, steps }) => [of, from, ...steps.map(({ link }) => link?.to)]).filter((name) => name !== undefined)
    expect(meant.filter((name) => !known.has(name))).toEqual([])
    expect(new Set(all.map(({ routine }) => routine).filter(Boolean)).size).toBe(13)
    expect(all.every(({ day }) => day === undefined || daysFrom(today, day) < today)).toBe(true)
  })
})
