import { describe, expect, it } from 'vitest'
import { starterRoutine } from '../../../test/support/routines.ts'
import { told } from './timeline.ts'
import type { EventContent } from './timeline.ts'
import type { RoutineVersion, Surroundings } from './surroundings.ts'

const people: Record<string, string> = { p1: 'Marit Solbakken', p2: 'Camilla Bugge' }
const telling = (body: RoutineVersion['body']) => ({
  timeZone: 'Europe/Oslo', routineOf: () => ({ id: 'r', key: 'RTN-1', version: 1, title: 'Incident', accountableId: null, body }), around: { roles: new Map() } as unknown as Surroundings,
  names: { element: () => null, person: (id: string | null) => (id === null ? null : { id, name: people[id] ?? '' }) },
})
const event = (more: Partial<EventContent>): EventContent => ({ record: 'x', position: 1, type: 'create', at: '2026-11-20T10:00:00.000Z', actor: 'person:p1', role: 'SMS owner', set: { state: 'register', routine_version: 1 }, fields: {}, ...more })
const tell = (...events: EventContent[]) => told(events, telling(starterRoutine('RTN-1')))

describe('what happened to a record', () => {
  it('was done by whom the source names, not by whoever imported it', () => {
    const [brought, own] = tell(event({ by: 'p2', from: 'Sakstavle', occurredAt: '2026-11-19T10:00:00.000Z' }), event({ position: 2, type: 'comment', text: 'Seen.', set: {} }))
    expect([brought!.actorName, brought!.actor?.id, brought!.role]).toEqual(['Camilla Bugge', 'p2', 'from Sakstavle'])
    expect([own!.actorName, own!.role]).toEqual(['Marit Solbakken', 'SMS owner'])
  })

  it('of an imported entry that names nobody is told by its source', () => {
    expect(tell(event({ from: 'Sakstavle', occurredAt: '2026-11-19T10:00:00.000Z' })).map(({ actorName, actor, role }) => [actorName, actor, role])).toEqual([['Sakstavle', null, 'imported']])
  })

  it('says in words what a clock did, also where its beat says nothing itself', () => {
    const fired = (beat: string) => tell(event({}), event({ position: 2, type: 'fire', actor: 'job:clock', clock: 'restoration', beat, set: {} }))[1]!.text
    expect(fired('at_75')).toBe('Restoration: 75 % of the time has passed.')
    expect(fired('at_100')).toBe('Restoration: The promised time is over.')
  })
})
