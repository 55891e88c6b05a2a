import type { System, SystemElement } from '../../src/shared/system.ts'
import { SystemMaker } from './systems.ts'

const recover = (...names: string[]) => steps('recover', names)
function steps(process: string, names: string[]) {
  return names.map((name) => ({ id: name.toLowerCase().replace(/\W+/g, '_'), name, process }))
}

const policies: [string, string[], number, number][] = [
  ['Risk appetite', ['Low for patient data and payroll; medium for collaboration', 'Risks of 12 and above are decided by top management'], 3, 2],
  ['Change principles', ['Every change has one owner and a way back', 'Standard changes need no approval; the rest get one'], 2, 1],
  ['Escalation', ['A major incident is declared within 15 minutes', 'Anyone may pull the cord'], 1, 1],
  ['Supplier expectations', ['Suppliers report against the same measures as we do', 'No contract without a supplier manager'], 2, 0],
  ['Data handling', ['Personal data leaves the EEA only by decision', 'Evidence is kept five years'], 1, 3],
]

const routines: [string, { id: string; name: string; process: string }[]][] = [
  ['Incident', recover('Register', 'Classify', 'Restore', 'Confirm')],
  ['Major incident', [...recover('Declare', 'Lead', 'Restore'), ...steps('agree', ['Report 24h/72h']), ...steps('improve', ['Learn'])]],
  ['Change', steps('change', ['Propose', 'Assess', 'Approve', 'Do', 'Verify'])],
  ['Service request', [...steps('agree', ['Ask', 'Approve']), ...steps('operate', ['Fulfil', 'Close'])]],
  ['Problem', [...steps('improve', ['Detect', 'Analyse', 'Decide']), ...steps('change', ['Fix', 'Verify'])]],
  ['Supplier', steps('agree', ['Set', 'Follow up', 'Review', 'Renew'])],
  ['Risk', steps('improve', ['Identify', 'Assess', 'Treat', 'Accept', 'Watch'])],
  ['Configuration & asset', steps('operate', ['Record', 'Verify', 'Reconcile'])],
  ['Nonconformity', steps('improve', ['Record', 'Contain', 'Find the cause', 'Correct', 'Check effect'])],
  ['Improvement', steps('improve', ['Propose', 'Choose', 'Do', 'Check'])],
  ['Audit', steps('improve', ['Plan', 'Sample', 'Report', 'Follow up'])],
  ['Complaint', steps('recover', ['Receive', 'Answer', 'Learn'])],
]

const measures: [string, number, 'higher is better' | 'lower is better', string][] = [
  ['Availability', 99.9, 'higher is better', '%'], ['Time to restore, p85', 6, 'lower is better', 'h'], ['Change failure rate', 5, 'lower is better', '%'],
  ['Requests in time', 90, 'higher is better', '%'], ['Supplier score', 3.5, 'higher is better', 'of 5'], ['Repeat incidents', 15, 'lower is better', '%'],
]

const services: [string, string][] = [
  ['Workplace & devices', 'iiii'], ['Network & connectivity', 'iiii'], ['Identity & access', 'iiii'], ['Email & collaboration', 'iiii'],
  ['Hosting & backup', 'ipii'], ['Patient record platform', 'nnin'], ['Case & archive', 'ippi'], ['Local applications', 'pnp '],
]

/** A municipality's whole system, defined and staffed, with two gaps and no records yet. */
export function fjordvik(given: ConstructorParameters<typeof SystemMaker>[1] = {}): System {
  const made = new SystemMaker('Fjordvik Municipality IT', { wentLiveOn: '2026-02-02', ...given })
  made.system.ledger = { entries: 18204, head: '9f3c0a2b7d5e4416a41e' }
  const roles = staff(made)
  const owner = roles.sms.id
  made.add('organisation', 'Fjordvik Municipality IT', { purpose: 'Reliable digital services for 42,000 residents and 3,100 colleagues, run safely and improved every quarter.' }, { accountable: owner })
  const objectives = ['Reliable everyday services', 'Safe patient data', 'Lower cost of change'].map((title) => made.add('objective', title, {}, { accountable: owner }))
  const obligations = ['Incident reporting (NIS2 art. 23)', 'Risk measures (NIS2 art. 21)', 'Archive act'].map((title) => made.add('obligation', title, {}, { accountable: owner }))
  const serves = (goals: number, duties: number) => [...objectives.slice(0, goals), ...obligations.slice(0, duties)].map((why) => ({ type: 'serves', to: why.id }))
  place(made, roles, serves(1, 0))
  for (const [title, principles, goals, duties] of policies) made.add('policy', title, { theme: title, statement: '', principles: principles.map((text) => ({ text })) }, { accountable: owner, links: serves(goals, duties) })
  for (const [title, list] of routines) {
    const routine = made.add('routine', title, { steps: list }, { accountable: roles.routine.id, links: serves(1, 0) })
    made.holds(roles.routine, 'person-3', { elementId: routine.id })
  }
  for (const [title, target, direction, unit] of measures) made.add('measure', title, { target, direction, unit, period: 'month' }, { accountable: owner, links: serves(1, 0) })
  made.add('review', 'Monthly SMS review', { rrule: 'FREQ=MONTHLY;BYDAY=2TU', firstOn: '2026-02-02', chair: 'ROL-1' }, { accountable: owner, links: serves(1, 0), effectiveOn: '2026-02-02' })
  made.add('review', 'Quarterly management review', { rrule: 'FREQ=MONTHLY;INTERVAL=3;BYDAY=3WE', firstOn: '2026-01-21', chair: 'ROL-2' }, { accountable: roles.top.id, links: serves(1, 0), effectiveOn: '2026-02-02' })
  made.add('review', 'Scope and risk review', { rrule: 'FREQ=YEARLY;BYMONTH=6;BYDAY=1MO', firstOn: '2026-06-01', chair: 'ROL-1' }, { accountable: owner, links: serves(1, 0), effectiveOn: '2026-02-02' })
  return made.system
}

type Roles = { sms: SystemElement; top: SystemElement; service: SystemElement; routine: SystemElement; supplier: SystemElement }

function staff(made: SystemMaker): Roles {
  const [ingrid, jonas, amina, per] = ['Ingrid Solheim', 'Jonas Lie', 'Amina Hassan', 'Per Aune'].map((name) => made.person(name))
  const role = (title: string, heldPer: string) => made.add('role', title, { purpose: '', heldPer })
  const sms = role('SMS owner', 'organisation')
  const top = role('Top management', 'organisation')
  const roles = { sms, top, service: role('Service owner', 'service'), routine: role('Routine owner', 'routine'), supplier: role('Supplier manager', 'supplier') }
  const office = role('Service management office', 'organisation')
  for (const each of [...Object.values(roles), office]) each.accountable = sms.id
  made.holds(sms, ingrid!)
  made.holds(top, jonas!)
  for (const person of [ingrid!, amina!, per!]) made.holds(office, person)
  return roles
}

function place(made: SystemMaker, roles: Roles, links: SystemElement['links']): void {
  const units = ['City hall', 'Schools', 'Health & care', 'Technical'].map((title) => made.add('unit', title, { type: 'department' }, { accountable: roles.sms.id }))
  const entries: Record<string, unknown>[] = []
  for (const [at, [title, states]] of services.entries()) {
    const service = made.add('service', title, { criticality: at < 4 ? 1 : at < 6 ? 2 : 3 }, { accountable: roles.service.id, links: [...links] })
    if (at < 7) made.holds(roles.service, `person-${(at % 4) + 1}`, { elementId: service.id })
    units[at % 4]!.links.push({ type: 'provides', to: service.id })
    for (const [column, letter] of [...states].entries()) {
      const state = { i: 'in', p: 'partly', n: 'not yet' }[letter]
      if (state) entries.push({ service: service.id, axis: 'unit', element: units[column]!.id, state, ...(state === 'not yet' ? { reason: 'Moves with the regional platform', byOn: '2027-04-01' } : {}) })
    }
  }
  const suppliers: [string, number, string][] = [['Nordlink AS', 2, 'in'], ['Kjerne Drift', 5, 'in'], ['Helseplattform', 6, 'partly'], ['EduTools', 8, 'not yet']]
  for (const [at, [title, service, state]] of suppliers.entries()) {
    const supplier = made.add('supplier', title, {}, { accountable: roles.supplier.id, links: [{ type: 'provides', to: `service-${service}` }] })
    if (at < 3) made.holds(roles.supplier, 'person-4', { elementId: supplier.id })
    entries.push({ service: '*', axis: 'supplier', element: supplier.id, state, ...(state === 'not yet' ? { reason: 'Contract ends in spring', byOn: '2027-06-30' } : {}) })
  }
  made.add('scope', 'Scope', { sentence: null, entries }, { accountable: roles.sms.id })
}
