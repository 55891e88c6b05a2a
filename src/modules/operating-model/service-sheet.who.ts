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

/** Who decides: the owner of the service, who approves a change, who leads a major incident, and top management. */
export function decidesOf(frame: SheetFrame): SheetLine[] {
  const { change, recover } = frame.routines
  const owner = ownerRole(frame)
  const approvals = change.filter(({ step }) => /approv|decid|authori[sz]e/i.test(step.name))
  const lead = recover.filter(({ routine, step, first }) => !first && /major|crisis/i.test(routine.title) && step.process === 'recover').slice(0, 1)
  const top = topRole(frame)
  return merged([
    owner ? lineOf(frame, 'Owns the service', owner) : nobody('Owns the service', 'Write the role of service owner, and let the service answer to it', null),
    ...(approvals.length > 0 ? byRole(frame, approvals) : [nobody('Approves a change', 'Describe the change routine with the step that approves', null)]),
    ...byRole(frame, lead),
    ...(top ? [lineOf(frame, 'Decides what is beyond these', top)] : []),
  ])
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

function topRole({ of, find }: SheetFrame): SystemElement | undefined {
  const roles = of('role')
  return roles.find((each) => /top management|board|director|chief/i.test(each.title)) ?? find(of('organisation')[0]?.accountable)
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
