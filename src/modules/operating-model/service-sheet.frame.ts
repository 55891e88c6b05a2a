import { bodyOf } from '../../shared/bodies.ts'
import { byKey } from '../../shared/sorting.ts'
import type { System, SystemElement } from '../../shared/system.ts'
import { routine as routineKind } from '../routines/routine.ts'
import type { RoutineStep } from '../routines/routine-body.ts'

/** A step with the routine that it belongs to. */
export type PlacedStep = { routine: SystemElement; step: RoutineStep; first: boolean }

/** A system as one service sees it: what is in force by kind, and the routines and suppliers that stand behind the service. */
export type SheetFrame = {
  system: System
  service: SystemElement
  of: (kind: string) => SystemElement[]
  find: (id: string | null | undefined) => SystemElement | undefined
  /** By the key that bodies address roles with. */
  byKey: (key: string) => SystemElement | undefined
  units: SystemElement[]
  suppliers: SystemElement[]
  routines: { recover: PlacedStep[]; request: PlacedStep[]; change: PlacedStep[]; all: SystemElement[] }
}

/** What the sheet says of an element. */
export function refOf({ key, kind, title }: SystemElement): { key: string; kind: string; title: string } {
  return { key, kind, title }
}

/** Indexes a system for one service. */
export function frameOf(system: System, service: SystemElement): SheetFrame {
  const inForce = system.elements.filter((each) => each.status === 'in force').sort(byKey)
  const ids = new Map(inForce.map((each) => [each.id, each]))
  const keys = new Map(inForce.map((each) => [each.key, each]))
  const of = (kind: string) => inForce.filter((each) => each.kind === kind)
  const providers = (kind: string) => of(kind).filter((each) => each.links.some((link) => link.type === 'provides' && link.to === service.id))
  return { system, service, of, find: (id) => (id ? ids.get(id) : undefined), byKey: (key) => keys.get(key), units: providers('unit'), suppliers: providers('supplier'), routines: routinesOf(of('routine')) }
}

/**
 * The routines that apply to any service, whatever they are called: those whose first step recovers, those whose first step changes, and requests:
 * whoever takes them up is there for incidents too, they begin by agreeing, and they are fulfilled by operating. Other routines run the system, not a service.
 */
function routinesOf(routines: readonly SystemElement[]): SheetFrame['routines'] {
  const found: SheetFrame['routines'] = { recover: [], request: [], change: [], all: [] }
  const stepsOf = (each: SystemElement) => bodyOf(routineKind, each).steps
  const desks = new Set(routines.flatMap((each) => stepsOf(each).slice(0, 1)).flatMap(({ process, role }) => (process === 'recover' && role !== '' ? [role] : [])))
  const asks = ([first, ...later]: readonly RoutineStep[]) => first?.process === 'agree' && later.some((step) => step.process === 'operate') && (desks.size === 0 || desks.has(first.role))
  for (const each of routines) {
    const steps = stepsOf(each)
    const process = steps[0]?.process
    const into = process === 'recover' ? found.recover : process === 'change' ? found.change : asks(steps) ? found.request : undefined
    if (!into) continue
    found.all.push(each)
    into.push(...steps.map((step, at) => ({ routine: each, step, first: at === 0 })))
  }
  return found
}
