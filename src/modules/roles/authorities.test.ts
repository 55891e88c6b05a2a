import { describe, expect, it } from 'vitest'
import { allows } from '../../shared/authority.ts'
import { kinds } from '../kinds.ts'
import { authorityGroups } from './authorities.ts'

describe('authority groups', () => {
  it('gather the actions of a kind under its plural, by the stages of its life', () => {
    expect(authorityGroups(['policy.review', 'policy.retire', 'policy.draft', 'policy.approve', 'policy.discard'])).toEqual([
      {
        group: 'Policies',
        authorities: [
          { label: 'Write drafts', actions: ['policy.discard', 'policy.draft'] },
          { label: 'Put in force and retire', actions: ['policy.approve', 'policy.retire'] },
          { label: 'Review', actions: ['policy.review'] },
        ],
      },
    ])
  })

  it('list elements in the order of the kinds and everything else after them', () => {
    expect(authorityGroups(['person.add', 'review.draft', 'holder.appoint', 'scope.draft']).map((each) => each.group)).toEqual(['Scope', 'Reviews', 'Role holders', 'People'])
  })

  it('say an unknown action in plain words', () => {
    expect(authorityGroups(['meeting.signMinutes'])).toEqual([{ group: 'Meeting', authorities: [{ label: 'Sign minutes', actions: ['meeting.signMinutes'] }] }])
  })

  it('lose no action and repeat none', () => {
    const names = [...kinds.flatMap((kind) => ['draft', 'approve', 'retire', 'review', 'discard'].map((verb) => `${kind.kind}.${verb}`)), 'organisation.goLive', 'token.create', 'invitation.accept', 'person.add']
    const grouped = authorityGroups([...names, ...names]).flatMap((each) => each.authorities.flatMap((authority) => authority.actions))
    expect([...grouped].sort()).toEqual([...names].sort())
  })

  it('have one heading each, the organisation too, which is a kind and has verbs of its own', () => {
    const groups = authorityGroups(['organisation.draft', 'organisation.goLive', 'person.add', 'invitation.accept']).map((each) => each.group)
    expect(groups).toEqual(['Organisation', 'People'])
  })
})

describe('authority over a whole subject', () => {
  it('comes first in its group, as everything', () => {
    expect(authorityGroups(['policy.draft', 'policy.*'])[0]?.authorities.map(({ label, actions }) => [label, ...actions])).toEqual([['Everything', 'policy.*'], ['Write drafts', 'policy.draft']])
  })

  it('allows every action on it and none on another', () => {
    expect(allows(['policy.*'], 'policy.approve')).toBe(true)
    expect(allows(['policy.*'], 'policyx.approve')).toBe(false)
    expect(allows(['policy.*', 'role.draft'], 'role.approve')).toBe(false)
  })
})
