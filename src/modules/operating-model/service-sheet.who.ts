import { allows } from '../../shared/authority.ts'
import { bodyOf } from '../../shared/bodies.ts'
import type { SystemElement } from '../../shared/system.ts'
import { holdersOn } from '../roles/holder.ts'
import { role as roleKind } from '../roles/role.ts'
import type { SheetLine } from './service-sheet.contract.ts'
import { refOf, type PlacedStep, type SheetFrame } from './service-sheet.frame.ts'

/** Who is there first: the roles of the first steps of incident and request routines, and the units that provide the service. */
export function picksUpOf(frame: SheetFrame): SheetLine[] {
  const { recover, request } = frame.routines
  const lines = byRole(frame, [...recover, ...request].filter((each) => each.first))
  const first = lines.length > 0 ? lines : [nobody('Incidents and requests', 'Describe the routine that says who picks up: an incident routine', null)]
  return [...first, ...providersOf(frame)]
}

/** Who decides: the owner of the service, who approves a change, who leads where more than the usual is needed, and who decides what is beyond these. */
export function decidesOf(frame: SheetFrame): SheetLine[] {
  const { change } = frame.routines
  const owner = ownerRole(frame)
  const approvals = approvalsIn(change)
  const top = topRole(frame)
  return merged([
    owner ? lineOf(frame, 'Owns the service', owner) : nobody('Owns the service', 'Write the role of service owner, and let the service answer to it', null),
    ...(approvals.length > 0 ? byRole(frame, approvals) : [nobody('Approves a change', 'Describe the change routine with the step that approves', null)]),
    ...byRole(frame, leadsIn(frame)),
    ...(top ? [lineOf(frame, 'Decides what is beyond these', top)] : []),
  ])
}

/** The steps of a change that decide: those that agree; where none does, those of a role that neither proposes it nor has any other step of it. */
function approvalsIn(change: readonly PlacedStep[]): PlacedStep[] {
  const agreeing = change.filter(({ step, first }) => !first && (step.process === 'agree' || step.approvals.length > 0))
  if (agreeing.length > 0) return agreeing
  return change.filter(({ step, first, routine }) => !first && step.role !== '' && change.filter((other) => other.routine === routine && other.step.role === step.role).length === 1)
}

/** The first steps in which a role leads others: one that is accountable for what another role does to recover (RASCI). */
function leadsIn({ routines: { recover } }: SheetFrame): PlacedStep[] {
  const leading = new Set(recover.flatMap(({ step }) => (step.process === 'recover' && step.rasci.accountable !== '' && step.rasci.accountable !== step.role ? [step.rasci.accountable] : [])))
  return recover.filter(({ step, first, routine }, at) => !first && step.role !== '' && leading.has(step.role) && recover.findIndex((other) => other.routine === routine && other.step.role === step.role) === at)
}

/** Who acts: the roles of the later steps that recover and fulfil, then the teams and suppliers behind the service. */
export function actsOf(frame: SheetFrame): SheetLine[] {
  const { recover, request } = frame.routines
  const acting = [...recover, ...request].filter(({ step, first }) => !first && (step.process === 'recover' || step.process === 'operate'))
  const firsts = new Set([...recover, ...request].filter((each) => each.first).map(({ step }) => step.role))
  const lines = byRole(frame, acting.filter(({ step }) => !firsts.has(step.role)))
  const suppliers = frame.suppliers.map((each): SheetLine => ({ does: 'Supplies it', by: refOf(each), ...supplierLine(frame, each), note: '' }))
  const all = [...lines, ...suppliers]
  return all.length > 0 ? all : [nobody('Restores and fulfils', 'Give the steps that restore a responsible role', null)]
}

/** Who follows a supplier up. */
export function supplierLine(frame: SheetFrame, supplier: SystemElement): Pick<SheetLine, 'people' | 'mend'> {
  const manager = frame.of('role').find((each) => bodyOf(roleKind, each).heldPer === 'supplier') ?? frame.find(supplier.accountable)
  if (!manager) return { people: [], mend: { text: `Say who follows up ${supplier.title}`, element: supplier.key } }
  const { people, mend } = held(frame, manager, supplier)
  return { people, mend }
}

function providersOf(frame: SheetFrame): SheetLine[] {
  if (frame.units.length === 0) return [nobody('Provides it', `Say which unit provides ${frame.service.title}`, null)]
  return frame.units.map((each) => {
    const answers = frame.find(each.accountable)
    return { does: 'Provides it', by: refOf(each), people: answers ? held(frame, answers, each).people : [], note: answers ? answers.title : '', mend: null }
  })
}

/** The role held per service that the service answers to; else the first role held per service; else whatever role it answers to. */
function ownerRole({ of, find, service }: SheetFrame): SystemElement | undefined {
  const named = find(service.accountable)
  if (named && bodyOf(roleKind, named).heldPer === 'service') return named
  return of('role').find((each) => bodyOf(roleKind, each).heldPer === 'service') ?? named
}

/** The role that may approve the organisation itself but drafts nothing of it; else the one that the organisation answers to. */
function topRole({ of, find }: SheetFrame): SystemElement | undefined {
  const decides = of('role').find((each) => {
    const { authorities } = bodyOf(roleKind, each)
    return allows(authorities, 'organisation.approve') && !allows(authorities, 'organisation.draft')
  })
  return decides ?? find(of('organisation')[0]?.accountable)
}

/** One line a role, with the steps that it is responsible for. */
function byRole(frame: SheetFrame, steps: readonly PlacedStep[]): SheetLine[] {
  return [...Map.groupBy(steps, ({ step }) => step.role)].map(([key, placed]) => {
    const does = told(placed)
    const role = key ? frame.byKey(key) : undefined
    if (role) return lineOf(frame, does, role)
    const { routine, step } = placed[0]!
    return nobody(does, `Give step ${step.name} of ${routine.title} a responsible role`, routine.key)
  })
}

/** "Incident, Major incident: Register, Declare" */
function told(placed: readonly PlacedStep[]): string {
  const routines = [...new Set(placed.map(({ routine }) => routine.title))]
  const steps = [...new Set(placed.map(({ step }) => step.name))]
  return `${routines.join(', ')}: ${steps.join(', ').toLowerCase()}`
}

function lineOf(frame: SheetFrame, does: string, role: SystemElement): SheetLine {
  return { does, by: refOf(role), note: '', ...held(frame, role, frame.service) }
}

/** Who holds a role for an element on the day, deputies last; somebody who declined nothing and left is not among them. */
function held({ system }: SheetFrame, role: SystemElement, element: SystemElement): Pick<SheetLine, 'people' | 'mend'> {
  const elementId = bodyOf(roleKind, role).heldPer === element.kind ? element.id : null
  const there = new Map(system.people.filter((each) => each.toOn === null || each.toOn >= system.asOf).map((each) => [each.id, each.name]))
  const holders = holdersOn(system.holders, { roleId: role.id, elementId }, system.asOf)
  const people = holders.flatMap(({ personId, deputy }) => (there.has(personId) ? [{ name: there.get(personId)!, deputy }] : []))
  const once = people.filter((each, at) => people.findIndex((other) => other.name === each.name) === at)
  if (once.some((each) => !each.deputy)) return { people: once, mend: null }
  const text = elementId === null ? `Appoint a holder of ${role.title}` : `Appoint a holder of ${role.title} for ${element.title}`
  return { people: once, mend: { text, element: role.key } }
}

function nobody(does: string, text: string, element: string | null): SheetLine {
  return { does, by: null, people: [], note: '', mend: { text, element } }
}

/** Lines of one role become one line. */
function merged(lines: readonly SheetLine[]): SheetLine[] {
  const done: SheetLine[] = []
  for (const line of lines) {
    const same = line.by && done.find((other) => other.by?.key === line.by?.key)
    if (same) same.does = `${same.does}; ${line.does.charAt(0).toLowerCase()}${line.does.slice(1)}`
    else done.push({ ...line })
  }
  return done
}
