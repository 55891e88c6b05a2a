import { describe, expect, it } from 'vitest'
import { role, roleBody } from './role.ts'

function draftOf(body: object) {
  return { title: 'Service owner', accountable: null, reviewEvery: null, effectiveOn: null, body: roleBody.parse(body), links: [] }
}

describe('a role', () => {
  it('has authorities that are names of actions', () => {
    const fits = (name: string) => roleBody.safeParse({ authorities: [name] }).success
    expect(['policy.approve', 'organisation.goLive'].map(fits)).toEqual([true, true])
    expect(['approve', 'policy.', 'Policy.approve', 'policy.approve.now', 'policy approve', '*'].map(fits)).toEqual([false, false, false, false, false, false])
  })

  it('refuses an authority or a responsibility that is listed twice', () => {
    expect(role.check?.(draftOf({ authorities: ['policy.draft', 'policy.draft'] }))).toEqual([{ path: 'body.authorities.1', message: 'policy.draft is listed twice; take one out.' }])
    expect(role.check?.(draftOf({ responsibilities: ['Keeps it current', 'keeps it current'] }))?.map((fault) => fault.path)).toEqual(['body.responsibilities.1'])
  })

  it('is held per organisation, service, routine, supplier or unit, and nothing else', () => {
    expect(roleBody.safeParse({ heldPer: 'location' }).success).toBe(false)
    expect(roleBody.parse({}).heldPer).toBe('organisation')
  })

  it('never names a person', () => {
    expect(roleBody.safeParse({ holder: 'Ada' }).success).toBe(false)
  })

  it('misses its purpose and a responsibility, but may go without authorities', () => {
    expect(role.missing?.(draftOf({})).map((fault) => fault.path)).toEqual(['body.purpose', 'body.responsibilities'])
    expect(role.missing?.(draftOf({ purpose: 'Answers for a service.', responsibilities: ['Keeps its promises'] }))).toEqual([])
  })
})
