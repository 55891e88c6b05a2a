import { bodyOf } from '../../shared/bodies.ts'
import { byKey } from '../../shared/sorting.ts'
import type { System, SystemElement } from '../../shared/system.ts'
import { policy } from '../policies/policy.ts'
import { scope, scopeAxes, scopeReader, every, type ScopeEntry } from '../scope/scope.ts'
import { agreement, targetText } from './agreement.ts'
import { calendar, hoursOf } from './calendar.ts'
import { holdsOnDay } from './promise.chain.ts'
import { windowsBetween } from './service-hours.ts'
import type { ServiceSheet } from './service-sheet.contract.ts'
import { frameOf, refOf, type SheetFrame } from './service-sheet.frame.ts'
import { actsOf, decidesOf, picksUpOf, supplierLine } from './service-sheet.who.ts'
import { service as serviceKind } from './service.ts'
import { supplier as supplierKind } from './supplier.ts'

/**
 * Who picks up, who decides and who acts for a service on the system's day, with what is promised and needed, on one sheet. Pure.
 * `at` is the moment at which service hours are looked at; null for a past day. Undefined: there is no such service. Law 4: what, who and how apart.
 */
export function serviceSheet(system: System, serviceKey: string, at: Date | null = null): ServiceSheet | undefined {
  const service = system.elements.find((each) => each.kind === 'service' && each.status !== 'retired' && (each.key === serviceKey || each.id === serviceKey))
  if (!service) return undefined
  const frame = frameOf(system, service)
  const { criticality, stage, description, contact } = bodyOf(serviceKind, service)
  return {
    asOf: system.asOf, organisation: system.organisation.name, timeZone: system.organisation.timeZone,
    service: { ...refOf(service), status: service.status, criticality, stage, description, contact },
    scope: scopeStateOf(frame),
    hours: hoursAt(frame, at),
    picksUp: picksUpOf(frame), decides: decidesOf(frame), acts: actsOf(frame),
    promises: promised(frame).map((each) => ({ agreement: refOf(each), texts: bodyOf(agreement, each).targets.map(targetText) })),
    drafted: system.elements.filter((each) => each.kind === 'agreement' && each.status === 'draft' && binds(each, service)).map(refOf),
    needs: needsOf(frame),
    suppliers: frame.suppliers.map((each) => ({ element: refOf(each), contract: contractOf(frame, each), ...supplierLine(frame, each) })),
    rules: rulesOf(frame),
  }
}

function binds(each: SystemElement, target: SystemElement): boolean {
  return each.links.some((link) => link.type === 'binds' && link.to === target.id)
}

/** SLAs of the service that hold on the day, in the order of their keys. */
function promised({ of, system, service }: SheetFrame): SystemElement[] {
  return of('agreement').filter((each) => binds(each, service) && bodyOf(agreement, each).type === 'SLA' && holdsOnDay(bodyOf(agreement, each), system.asOf))
}

/** In where any axis has it in, partly where some say so; the entry of "not yet" gives its reason. */
function scopeStateOf({ of, service }: SheetFrame): ServiceSheet['scope'] {
  const body = of('scope')[0]
  const entries = body ? bodyOf(scope, body).entries : []
  const read = scopeReader(entries)
  const own = entries.filter((entry) => entry.service === service.id)
  const wide = scopeAxes.flatMap((axis) => read(service.id, axis, every) ?? [])
  const said: ScopeEntry[] = [...own, ...wide]
  const state = said.some((entry) => entry.state === 'in') ? (own.some((entry) => entry.state !== 'in') ? 'partly' : 'in') : said.some((entry) => entry.state === 'partly') ? 'partly' : said.length > 0 ? 'not yet' : 'not stated'
  const why = said.find((entry) => entry.state !== 'in' && (entry.reason || entry.byOn))
  return { state, reason: state === 'in' ? '' : (why?.reason ?? ''), byOn: state === 'in' ? null : (why?.byOn ?? null) }
}

const fortnight = 14 * 86_400_000

function hoursAt(frame: SheetFrame, at: Date | null): ServiceSheet['hours'] {
  const agreed = promised(frame).flatMap((each) => each.links.flatMap((link) => (link.type === 'binds' ? (frame.find(link.to) ?? []) : []))).find((end) => end.kind === 'calendar')
  if (!agreed) return { calendar: null, text: '', open: null, until: null }
  const body = bodyOf(calendar, agreed)
  const known = { calendar: refOf(agreed), text: hoursOf(body.windows) }
  if (at === null) return { ...known, open: null, until: null }
  const horizon = new Date(at.getTime() + fortnight)
  const next = windowsBetween(body, at, horizon)[0]
  const open = next !== undefined && next.from <= at
  const until = open ? next.to : next?.from
  return { ...known, open, until: until && until < horizon ? until.toISOString() : null }
}

function needsOf({ service, find }: SheetFrame): ServiceSheet['needs'] {
  const known = service.links.flatMap((link) => (link.type === 'dependsOn' ? (find(link.to) ?? []) : [])).sort(byKey)
  return [
    ...known.map((each) => ({ element: refOf(each), title: each.title })),
    ...service.unknown.filter((each) => each.type === 'dependsOn').map((each) => ({ element: null, title: each.name })),
  ]
}

function contractOf({ of, system }: SheetFrame, supplier: SystemElement): string {
  const body = bodyOf(supplierKind, supplier)
  const contracts = of('agreement').filter((each) => binds(each, supplier) && bodyOf(agreement, each).type === 'contract' && holdsOnDay(bodyOf(agreement, each), system.asOf))
  const parts = [...contracts.map((each) => `${each.key} ${each.title}`), ...(body.contract ? [body.contract] : []), ...(body.contractToOn ? [`until ${body.contractToOn}`] : [])]
  return parts.join(', ')
}

/** Policies that govern the service, a routine that applies to it or a supplier behind it. */
function rulesOf({ of, service, routines, suppliers }: SheetFrame): ServiceSheet['rules'] {
  const governed = new Set([service, ...routines.all, ...suppliers].map((each) => each.id))
  return of('policy')
    .filter((each) => each.links.some((link) => link.type === 'governs' && governed.has(link.to)))
    .map((each) => ({ element: refOf(each), first: bodyOf(policy, each).principles[0]?.text ?? '' }))
}
