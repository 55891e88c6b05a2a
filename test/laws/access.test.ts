import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor, Tenant } from '../../src/kernel/access.ts'
import { actionsByName, authorities } from '../../src/server/features.ts'
import { makeWorld } from '../support/world.ts'
import type { World } from '../support/world.ts'
import { actionNames, sampleOf } from './samples.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})
afterAll(() => world.close())

const grant = (held: readonly string[], elementId: string | null = null) => [{ role: 'Holder', roleId: null, authorities: held, elementId }]
const person = { type: 'person' as const, id: 'person:other', personId: '01a20829-ce96-7002-ac87-000000000000', founder: false, administrator: false, auditor: false }

/** Who is asked about, in the columns of the matrix. */
const columns: Record<string, { live: boolean; actor: Actor }> = {
  'founder, founding': { live: false, actor: { ...person, grants: [], founder: true } },
  'member, founding': { live: false, actor: { ...person, grants: [] } },
  'founder, live': { live: true, actor: { ...person, grants: [], founder: true } },
  'every authority': { live: true, actor: { ...person, grants: grant(authorities) } },
  'for another element': { live: true, actor: { ...person, grants: grant(authorities, '01a20829-ce96-7002-ac87-111111111111') } },
  administrator: { live: true, actor: { ...person, grants: [], administrator: true } },
  auditor: { live: true, actor: { ...person, grants: [], auditor: true } },
  'read token': { live: true, actor: { ...person, type: 'token', grants: grant(authorities), scopes: ['read'] } },
  'operator, founding': { live: false, actor: { type: 'operator', id: 'operator' } },
  'operator, live': { live: true, actor: { type: 'operator', id: 'operator' } },
  job: { live: true, actor: { type: 'job', id: 'job:x', name: 'x' } },
}

describe('the access matrix', () => {
  it('is what was agreed: every action by every kind of actor', async () => {
    const width = Math.max(...actionNames.map((name) => name.length))
    const names = Object.keys(columns)
    const lines = [`${'action'.padEnd(width)}  ${names.map((name, at) => `${at + 1} ${name}`).join(' · ')}`]
    for (const name of actionNames) {
      const org = await world.found()
      const input = await sampleOf(name)(org)
      const action = actionsByName.get(name)!
      const parsed = action.contract.input.parse(input)
      const loaded = await world.database.write(org.organisationId, (tx) => action.load(tx, parsed, world.clock.now))
      const marks = names.map((column) => {
        const { live, actor } = columns[column]!
        const tenant: Tenant = {
          id: org.organisationId, key: 'org', name: 'Org', timeZone: 'UTC', liveAt: live ? world.clock.now : null, foundedAt: world.clock.now, singleHandedBy: null, simulated: false, revision: 1,
        }
        const verdict = action.access({ actor, tenant, verb: name, loaded, input: parsed })
        return 'as' in verdict ? 'yes' : '-'
      })
      lines.push(`${name.padEnd(width)}  ${marks.map((mark) => mark.padEnd(4)).join('')}`.trimEnd())
    }
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('./access-matrix.txt')
  })

  it('never lets the operator, a job or a reader approve what is live', () => {
    for (const name of actionNames.filter((each) => each.endsWith('.approve') && each !== 'record.approve')) {
      for (const column of ['operator, live', 'job', 'auditor', 'read token', 'administrator', 'founder, live']) {
        const { actor } = columns[column]!
        const tenant = { id: 'x', key: 'org', name: 'Org', timeZone: 'UTC', liveAt: new Date(), foundedAt: new Date(), singleHandedBy: null, simulated: false, revision: 1 }
        const loaded = { element: { id: 'y', draftBy: null, kind: 'policy' }, proposal: { key: 'PRO-1', author: 'z', authorPerson: null }, carried: [{ element: { id: 'y', draftBy: null, kind: 'policy' }, taken: null, draft: null }] }
        expect(actionsByName.get(name)!.access({ actor, tenant, verb: name, loaded, input: {} })).toHaveProperty('refused')
      }
    }
  })
})
