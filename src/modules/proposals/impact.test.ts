import { describe, expect, it } from 'vitest'
import { SystemMaker } from '../../../test/support/systems.ts'
import type { KeptDraft } from '../../kernel/element.ts'
import type { SystemElement } from '../../shared/system.ts'
import { kindOf } from '../kinds.ts'
import { missingOf, xray } from '../xray/xray.ts'
import { impactOf } from './impact.ts'
import type { Judging } from './impact.turn.ts'

const judging: Judging = { kindOf, missing: missingOf, findings: xray }
const step = (id: string, name: string, role: string, informed: string[] = []) => ({ id, name, process: 'recover', role, rasci: { accountable: '', supporting: [], consulted: [], informed } })

function draftOf(element: SystemElement, more: Partial<KeptDraft> = {}) {
  const { id, key, kind, title, version, accountable, reviewEvery, body, links, unknown } = element
  return { id, key, kind, title, version, draft: { title, accountable, reviewEvery, effectiveOn: null, body, links, unknown, basedOn: version, ...more } as KeptDraft }
}

/** An incident routine with its desk and lead, a service, a policy that governs both, and a scope that names the service. */
function made() {
  const maker = new SystemMaker('Fjordvik')
  const owner = maker.add('role', 'SMS owner', { authorities: [] })
  const desk = maker.add('role', 'Service desk', { authorities: [] }, { accountable: owner.id })
  const lead = maker.add('role', 'Incident lead', { authorities: [] }, { accountable: owner.id })
  const mail = maker.add('service', 'Mail', {}, { accountable: owner.id })
  const routine = maker.add('routine', 'Incident', kindOf('routine')!.body.parse({ steps: [step('assess', 'Assess', desk.key)] }) as Record<string, unknown>, { accountable: owner.id })
  const policy = maker.add('policy', 'Change', kindOf('policy')!.empty as Record<string, unknown>, { accountable: owner.id, links: [{ type: 'governs', to: mail.id }] })
  const scope = maker.add('scope', 'Scope', { sentence: null, entries: [{ service: mail.id, axis: 'unit', element: '*', state: 'in' }] })
  const [ada, bo, cai] = [maker.person('Ada Berg'), maker.person('Bo Li'), maker.person('Cai Moe')]
  maker.holds(owner, ada)
  maker.holds(desk, bo)
  return { maker, owner, desk, lead, mail, routine, policy, scope, people: { ada, bo, cai } }
}

describe('the impact of a proposal', () => {
  it('names who answers, who works by it and who has to know, each once and the nearest first', () => {
    const { maker, desk, lead, routine } = made()
    const body = { ...routine.body, steps: [step('assess', 'Assess', lead.key, [desk.key])] }
    const { people, vacant, notes } = impactOf(maker.system, [draftOf(routine, { body })], judging)
    expect(people.map(({ name, how, because }) => [name, how, because])).toEqual([
      ['Ada Berg', 'answers', ['answers for RTN-1 Incident']],
      ['Bo Li', 'works', ['acts in "Assess" of RTN-1 Incident', 'is told in "Assess" of RTN-1 Incident']],
    ])
    expect(vacant).toEqual([{ key: 'ROL-3', kind: 'role', title: 'Incident lead', because: ['acts in "Assess" of RTN-1 Incident'] }])
    expect(notes).toEqual(['Records that run keep the version of RTN-1 that they started under.'])
  })

  it('names those who answer for what is linked', () => {
    const { maker, policy, mail, people } = made()
    const other = maker.add('role', 'Mail owner')
    maker.holds(other, people.cai)
    maker.change(mail, { accountable: other.id })
    expect(impactOf(maker.system, [draftOf(policy, { title: 'Change rules' })], judging).people.at(-1)).toEqual({ id: people.cai, name: 'Cai Moe', how: 'knows', because: ['answers for SVC-1 Mail, which is linked to POL-1'] })
  })

  it('lists what points at what would be retired: links, scope cells, steps, accountable roles and holders', () => {
    const { maker, mail, desk } = made()
    maker.change(mail, { accountable: desk.id })
    const { invalid } = impactOf(maker.system, [draftOf(desk, { retiring: true })], judging)
    expect(invalid.map(({ what, element, message }) => [what, element.key, message])).toEqual([
      ['accountable', 'SVC-1', 'ROL-2 Service desk answers for it and would be retired.'],
      ['address', 'RTN-1', 'ROL-2 Service desk is named in "Assess" of RTN-1 Incident and would be retired.'],
      ['holder', 'ROL-2', 'Bo Li holds it and would hold it no longer.'],
    ])
    const ofMail = impactOf(maker.system, [draftOf(mail, { retiring: true })], judging)
    expect(ofMail.invalid.map(({ what, element, message }) => [what, element.key, message])).toEqual([
      ['link', 'POL-1', 'governs SVC-1 Mail, which would be retired.'], ['address', 'SCO-1', '1 cell names SVC-1 Mail, which would be retired.'],
    ])
  })

  it('says who would hold two roles that it separates, and is silent about those who did so before', () => {
    const { maker, desk, lead, people } = made()
    maker.holds(lead, people.bo)
    const links = [{ type: 'separatedFrom', to: lead.id }]
    expect(impactOf(maker.system, [draftOf(desk, { links })], judging).invalid.map(({ message }) => message)).toEqual(['Bo Li holds both Service desk and Incident lead, which would be separated.'])
    maker.change(desk, { links })
    expect(impactOf(maker.system, [draftOf({ ...desk, links }, { title: 'Desk' })], judging).invalid).toEqual([])
  })

  it('tells vital signs before and after, for the whole and for each element whose sign changes, and findings that come and go', () => {
    const { maker, owner, mail } = made()
    const goal = maker.add('objective', 'Trust', {}, { accountable: owner.id })
    const { signs, findings } = impactOf(maker.system, [draftOf(mail, { accountable: null, links: [{ type: 'serves', to: goal.id }] })], judging)
    expect(signs.changed.map(({ element, sign, before, after }) => [element.key, sign, before, after])).toEqual([['SVC-1', 'owned', 'yes', 'no'], ['SVC-1', 'why', 'no', 'yes']])
    const whole = Object.fromEntries(signs.whole.map((each) => [each.sign, [each.before.yes, each.after.yes]]))
    expect(whole['owned']![1]).toBe(whole['owned']![0]! - 1)
    expect(whole['why']![1]).toBe(whole['why']![0]! + 1)
    expect(findings.appear.map(({ element }) => element)).toContain('SVC-1')
    expect(findings.disappear.map(({ element }) => element)).toContain('SVC-1')
  })

  it('is empty where nothing is touched', () => {
    const { people, vacant, invalid, notes, signs, findings } = impactOf(made().maker.system, [], judging)
    expect([people, vacant, invalid, notes, signs.changed, findings]).toEqual([[], [], [], [], [], { appear: [], disappear: [] }])
  })
})
