import { describe, expect, it } from 'vitest'
import { concernOf, dutiesOf } from './concern.ts'
import { standingOf } from './facts.ts'
import type { FactElement, FactHolder, Facts } from './facts.ts'
import { isMailed, read, unchosen } from './notification.ts'
import { remindersOn } from './reminder.ts'
import { stageOf } from './stage.ts'

const day = '2026-03-02'

function element(kind: string, id: string, more: Partial<FactElement> = {}): FactElement {
  return { id, key: id.toUpperCase(), kind, title: `The ${id}`, version: 1, accountable: null, effectiveOn: '2026-01-01', reviewEvery: null, reviewedOn: null, recordedAt: '2026-01-01T08:00:00.000Z', body: {}, links: [], ...more }
}

function holder(roleId: string, personId: string, more: Partial<FactHolder> = {}): FactHolder {
  return { id: `${roleId}-${personId}`, roleId, personId, elementId: null, deputy: false, fromOn: '2026-01-10', toOn: null, accepted: true, appointedOn: '2026-01-10', appointedBy: null, declinedOn: null, reason: null, ...more }
}

function facts(more: Partial<Facts> = {}): Facts {
  const people = ['ada', 'bo', 'cy'].map((id) => ({ id, name: id, fromOn: null, toOn: null }))
  return { elements: [], holders: [], people, acknowledgements: [], proposals: [], singleHandedBy: null, ...more }
}

const roles = ['owner', 'agent', 'buyer'].map((id) => element('role', id, { body: { heldPer: 'organisation', authorities: [] } }))
const held = [holder('owner', 'ada'), holder('agent', 'bo'), holder('buyer', 'cy')]
const step = { role: 'AGENT', rasci: { accountable: '', supporting: [], consulted: [], informed: [] } }

describe('a policy concerns', () => {
  const concerned = (policy: FactElement, others: FactElement[]) => [...concernOf(standingOf(day, facts({ elements: [...roles, policy, ...others], holders: held })), policy).keys()].sort()
  const governing = (id: string) => element('policy', 'pol', { links: [{ type: 'governs', to: id }] })

  it('whoever answers for, or acts in, a routine that it governs', () => {
    expect(concerned(governing('rtn'), [element('routine', 'rtn', { accountable: 'owner', body: { steps: [step] } })])).toEqual(['ada', 'bo'])
  })

  it('the owner of a service that it governs, and whoever answers for what provides it', () => {
    const others = [element('service', 'svc', { accountable: 'owner' }), element('supplier', 'sup', { accountable: 'buyer', links: [{ type: 'provides', to: 'svc' }] })]
    expect(concerned(governing('svc'), others)).toEqual(['ada', 'cy'])
  })

  it('every holder while it governs nothing', () => {
    expect(concerned(element('policy', 'pol'), [])).toEqual(['ada', 'bo', 'cy'])
  })

  it('of a role that is held per service only whoever holds it for that one', () => {
    const owners = element('role', 'owner', { body: { heldPer: 'service' } })
    const all = facts({ elements: [owners, element('service', 'svc', { accountable: 'owner' }), governing('svc')], holders: [holder('owner', 'ada', { elementId: 'svc' }), holder('owner', 'bo', { elementId: 'other' })] })
    expect([...concernOf(standingOf(day, all), governing('svc')).keys()]).toEqual(['ada'])
  })

  it('nobody who has left or was erased', () => {
    const people = [{ id: 'ada', name: null, fromOn: null, toOn: '2026-01-31' }, { id: 'bo', name: 'bo', fromOn: null, toOn: day }, { id: 'cy', name: 'cy', fromOn: null, toOn: '2026-12-31' }]
    const all = facts({ elements: [...roles, element('policy', 'pol')], holders: held, people })
    expect([...concernOf(standingOf(day, all), element('policy', 'pol')).keys()]).toEqual(['cy'])
    expect(remindersOn(day, all).map((each) => each.personId)).toEqual(['cy'])
  })
})

describe('an acknowledgement', () => {
  it('is due thirty days after the version, or after it began to concern the person', () => {
    const policy = element('policy', 'pol', { effectiveOn: '2026-01-20' })
    const standing = standingOf(day, facts({ elements: [...roles, policy], holders: [holder('owner', 'ada'), holder('agent', 'bo', { fromOn: '2026-02-15' })] }))
    expect(dutiesOf(standing, policy).map((duty) => [duty.personId, duty.dueOn])).toEqual([['ada', '2026-02-19'], ['bo', '2026-03-17']])
  })

  it('of an earlier version does not count for the next', () => {
    const of = (version: number) => remindersOn(day, facts({
      elements: [...roles, element('policy', 'pol', { version, effectiveOn: '2026-02-20' })], holders: [holder('owner', 'ada')],
      acknowledgements: [{ policyId: 'pol', version: 1, personId: 'ada', at: '2026-02-21T08:00:00.000Z' }],
    }))
    expect(of(1)).toEqual([])
    expect(of(2)).toMatchObject([{ personId: 'ada', kind: 'acknowledgement', version: 2, dueOn: '2026-03-22', stage: '30' }])
  })
})

describe('reminders', () => {
  it('have the stages 30, 7 and 1 days before and overdue, the latest that is reached', () => {
    const stage = (left: number) => stageOf(new Date(Date.parse(day) + left * 86_400_000).toISOString().slice(0, 10), day)
    expect([31, 30, 8, 7, 2, 1, 0, -1, -400].map(stage)).toEqual([null, '30', '30', '7', '7', '1', '1', 'overdue', 'overdue'])
  })

  it('tell of an element’s review whoever answers for it, and a deputy only where there is nobody else', () => {
    const due = element('service', 'svc', { accountable: 'owner', reviewEvery: 'P1M', reviewedOn: '2026-02-05' })
    const both = [holder('owner', 'ada'), holder('owner', 'bo', { deputy: true })]
    expect(remindersOn(day, facts({ elements: [...roles, due], holders: both }))).toMatchObject([{ personId: 'ada', kind: 'review', dueOn: '2026-03-05', stage: '7', subject: 'review:svc:2026-03-05' }])
    expect(remindersOn(day, facts({ elements: [...roles, due], holders: both.slice(1) }))).toMatchObject([{ personId: 'bo' }])
  })

  it('tell of the next meeting its chair and participants, never of one that is over', () => {
    const series = element('review', 'rvw', { body: { rrule: 'FREQ=MONTHLY;BYMONTHDAY=3', firstOn: '2026-01-03', chair: 'OWNER', participants: ['AGENT'] } })
    const on = (today: string) => remindersOn(today, facts({ elements: [...roles, series], holders: held })).filter((each) => each.kind === 'meeting')
    expect(on('2026-03-02').map((each) => [each.personId, each.dueOn, each.stage])).toEqual([['ada', '2026-03-03', '1'], ['bo', '2026-03-03', '1']])
    expect(on('2026-03-04').map((each) => [each.dueOn, each.stage])).toEqual([['2026-04-03', '30'], ['2026-04-03', '30']])
  })

  it('tell of agreements and contracts that end', () => {
    const elements = [...roles, element('agreement', 'agr', { accountable: 'owner', body: { endOn: '2026-03-20' } }), element('supplier', 'sup', { accountable: 'owner', body: { contractToOn: '2026-02-28' } })]
    expect(remindersOn(day, facts({ elements, holders: [holder('owner', 'ada')] })).map((each) => [each.about.key, each.kind, each.stage])).toEqual([['SUP', 'ending', 'overdue'], ['AGR', 'ending', '30']])
  })

  it('tell of the last day to give notice while notice can be given', () => {
    const elements = [...roles, element('agreement', 'agr', { accountable: 'owner', body: { endOn: '2026-06-20', notice: 'P3M' } })]
    const on = (today: string) => remindersOn(today, facts({ elements, holders: [holder('owner', 'ada')] })).map((each) => [each.subject, each.stage, each.notice ?? false])
    expect(on('2026-03-14')).toEqual([['notice:agr:2026-03-20', '7', true]])
    expect(on('2026-03-21')).toEqual([])
    expect(on('2026-05-21')).toEqual([['ending:agr:2026-06-20', '30', false]])
  })

  it('ask for an appointment to be accepted, and tell who appointed when it was declined', () => {
    const waiting = facts({ elements: roles, holders: [holder('owner', 'ada', { accepted: false, appointedOn: '2026-03-01', appointedBy: 'bo' })] })
    expect(remindersOn(day, waiting)).toMatchObject([{ personId: 'ada', kind: 'appointment', dueOn: '2026-03-08', stage: '7', holderId: 'owner-ada' }])
    const declined = facts({ elements: roles, holders: [holder('owner', 'ada', { accepted: false, appointedBy: 'bo', declinedOn: '2026-03-01', toOn: '2026-02-28', reason: 'No time.' })] })
    expect(remindersOn(day, declined)).toMatchObject([{ personId: 'bo', kind: 'declined', stage: 'told', byId: 'ada', reason: 'No time.' }])
    expect(remindersOn('2026-04-15', declined)).toEqual([])
  })

  it('ask whoever may approve something in a proposal that nobody agreed to, and wrote none of it', () => {
    const may = element('role', 'owner', { body: { authorities: ['policy.approve', 'proposal.*'] } })
    const proposal = { id: 'pro', key: 'PRO-1', title: 'A change', openedOn: '2026-02-20', authors: ['bo'], undecided: [{ id: 'pol', kind: 'policy' }, { id: 'rol', kind: 'role' }] }
    const asked = (more: object, holders = [holder('owner', 'ada'), holder('owner', 'bo')], singleHandedBy: string | null = null) =>
      remindersOn(day, facts({ elements: [may], holders, proposals: [{ ...proposal, ...more }], singleHandedBy })).map((each) => each.personId)
    expect(remindersOn(day, facts({ elements: [may], holders: [holder('owner', 'ada')], proposals: [proposal] }))).toMatchObject([{ personId: 'ada', kind: 'decision', stage: 'overdue' }])
    expect(asked({})).toEqual(['ada'])
    expect(asked({}, undefined, 'bo')).toEqual(['ada', 'bo'])
    expect(asked({ undecided: proposal.undecided.slice(1) })).toEqual([])
    expect(asked({}, [holder('owner', 'cy', { elementId: 'pol' }), holder('owner', 'ada', { elementId: 'other' })])).toEqual(['cy'])
  })
})

describe('what waits for one person', () => {
  it('is what of everything that waits is theirs', () => {
    const elements = [
      ...roles, element('role', 'keeper', { body: { heldPer: 'service', authorities: ['policy.approve'] } }), element('service', 'svc', { accountable: 'keeper', reviewEvery: 'P1M', reviewedOn: '2026-02-05' }),
      element('service', 'other', { accountable: 'keeper', reviewEvery: 'P1M' }), element('supplier', 'sup', { accountable: 'buyer', body: { contractToOn: '2026-03-20' }, links: [{ type: 'provides', to: 'svc' }] }),
      element('routine', 'rtn', { accountable: 'owner', body: { steps: [step] } }), element('policy', 'all'), element('policy', 'some', { links: [{ type: 'governs', to: 'svc' }, { type: 'governs', to: 'rtn' }] }),
      element('review', 'rvw', { body: { rrule: 'FREQ=MONTHLY;BYMONTHDAY=3', firstOn: '2026-01-03', chair: 'OWNER', participants: ['AGENT'] } }),
    ]
    const holders = [...held, holder('owner', 'cy', { deputy: true }), holder('keeper', 'bo', { elementId: 'svc', accepted: false, appointedBy: 'ada' }), holder('agent', 'cy', { accepted: false, declinedOn: '2026-03-01', toOn: '2026-02-28', appointedBy: 'bo' })]
    const all = facts({ elements, holders, proposals: [{ id: 'pro', key: 'PRO-1', title: 'A change', openedOn: '2026-02-20', authors: ['ada'], undecided: [{ id: 'svc', kind: 'policy' }] }] })
    const whole = remindersOn(day, all)
    expect(new Set(whole.map((each) => each.kind)).size).toBe(7)
    for (const personId of ['ada', 'bo', 'cy', 'nobody']) expect(remindersOn(day, all, personId)).toEqual(whole.filter((each) => each.personId === personId))
  })
})

describe('what a person chose', () => {
  const waiting = remindersOn(day, facts({ elements: [...roles, element('policy', 'pol')], holders: [holder('owner', 'ada')] }))
  it('decides what is mailed: all, only what is overdue, nothing, and no kind that is muted', () => {
    const [overdue] = waiting
    const mailed = (wants: object) => isMailed({ ...unchosen('ada'), ...wants }, overdue!)
    expect(overdue).toMatchObject({ stage: 'overdue', kind: 'acknowledgement' })
    expect([mailed({}), mailed({ digest: 'overdue' }), mailed({ digest: 'off' }), mailed({ muted: ['acknowledgement'] })]).toEqual([true, true, false, false])
    expect(isMailed({ ...unchosen('ada'), digest: 'overdue' }, { ...overdue!, stage: '7' })).toBe(false)
  })

  it('keeps what was read as long as it waits, and mails none of it', () => {
    const next = read(unchosen('ada'), ['acknowledge:pol:1/overdue', 'gone:x/7'], waiting)
    expect(next).toMatchObject({ seen: ['acknowledge:pol:1/overdue'], revision: 1 })
    expect(isMailed(next, waiting[0]!)).toBe(false)
  })
})
