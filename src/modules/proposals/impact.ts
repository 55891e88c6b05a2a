import { signNames, vitalSigns } from '../../shared/signs.ts'
import type { Sign } from '../../shared/signs.ts'
import type { System, SystemElement } from '../../shared/system.ts'
import { invalidated } from './impact.invalid.ts'
import { affected } from './impact.people.ts'
import type { Judging, Proposed, Turn } from './impact.turn.ts'
import type { Impact } from './proposal.contract.ts'

const most = 200

/** Who is affected by a proposal, what it makes invalid, and the vital signs and findings before and after. Pure. */
export function impactOf(before: System, touched: readonly Proposed[], judging: Judging): Impact {
  const turn: Turn = { before, touched, judging, after: systemAfter(before, touched) }
  return { ...affected(turn), invalid: invalidated(turn), notes: notesOn(turn), signs: signsOf(turn), findings: findingsOf(turn) }
}

/** The system as it would be with all of it in force, whatever the day. */
export function systemAfter(system: System, touched: readonly Proposed[]): System {
  const changed = new Map(touched.map((one) => [one.id, one]))
  const kept = system.elements.flatMap((element) => {
    const one = changed.get(element.id)
    if (!one) return [element]
    changed.delete(element.id)
    return one.draft.retiring ? [] : [enacted(system, one)]
  })
  const retired = touched.filter((one) => one.draft.retiring).map(({ id, key, kind, title }) => ({ id, key, kind, title, retiredOn: system.asOf }))
  return { ...system, elements: [...kept, ...[...changed.values()].filter((one) => !one.draft.retiring).map((one) => enacted(system, one))], retired: [...system.retired, ...retired] }
}

function enacted(system: System, { id, key, kind, version, draft }: Proposed): SystemElement {
  const { title, accountable, reviewEvery, effectiveOn, body, links, unknown } = draft
  const { asOf } = system
  return { id, key, kind, title, status: 'in force', version: version + 1, effectiveOn: effectiveOn ?? asOf, accountable, reviewEvery, reviewedOn: asOf, body, links: links as SystemElement['links'], unknown }
}

function notesOn({ touched, before }: Turn): string[] {
  const routines = touched.filter((one) => one.kind === 'routine' && one.version > 0)
  const calendars = touched.filter((one) => one.kind === 'calendar' && one.version > 0)
  const later = touched.filter((one) => one.draft.effectiveOn !== null && one.draft.effectiveOn > before.asOf)
  const keys = (list: readonly Proposed[]) => list.map((one) => one.key).join(', ')
  return [
    ...(routines.length > 0 ? [`Records that run keep the version of ${keys(routines)} that they started under.`] : []),
    ...(calendars.length > 0 ? [`Clocks that run keep the version of ${keys(calendars)} that they started with.`] : []),
    ...(later.length > 0 ? [`${keys(later)}: until that day, what holds now goes on.`] : []),
  ]
}

type Tally = { yes: number; no: number; unknown: number }

function tallyOf(signs: ReadonlyMap<string, readonly Sign[]>, name: string): Tally {
  const tally: Tally = { yes: 0, no: 0, unknown: 0 }
  for (const each of signs.values()) for (const sign of each) if (sign.sign === name) tally[sign.state]++
  return tally
}

function signsOf({ before, after, judging }: Turn): Impact['signs'] {
  const [was, is] = [vitalSigns(before, judging.missing), vitalSigns(after, judging.missing)]
  const final = new Map(after.elements.map((each) => [each.id, each]))
  const changed = [...before.elements, ...after.elements.filter((each) => !was.has(each.id))].flatMap((element) => {
    const [earlier, later] = [was.get(element.id), is.get(element.id)]
    const last = final.get(element.id) ?? element
    return signNames.flatMap((sign) => {
      const [one, other] = [earlier?.find((each) => each.sign === sign), later?.find((each) => each.sign === sign)]
      if (!other || other.state === 'unknown' || one?.state === other.state) return []
      return [{ element: { key: last.key, kind: last.kind, title: last.title }, sign, before: one?.state ?? null, after: other.state, reason: other.reason }]
    })
  })
  return { whole: signNames.map((sign) => ({ sign, before: tallyOf(was, sign), after: tallyOf(is, sign) })), changed: changed.slice(0, most) }
}

function findingsOf({ before, after, judging }: Turn): Impact['findings'] {
  const [was, is] = [judging.findings(before), judging.findings(after)]
  const nameOf = (one: (typeof was)[number]) => `${one.check} ${one.element ?? ''} ${one.message}`
  const without = (list: typeof was, others: typeof was) => {
    const known = new Set(others.map(nameOf))
    return list.filter((one) => !known.has(nameOf(one))).slice(0, most).map(({ check, severity, element, message }) => ({ check, severity, element, message }))
  }
  return { appear: without(is, was), disappear: without(was, is) }
}
