import type { SystemElement } from '../../shared/system.ts'
import { kindOf } from '../kinds.ts'
import { at, some, type Check } from './check.ts'
import { servicesInScope } from './scope-checks.ts'
import type { Sight } from './sight.ts'

/** Told apart by questions of their own. */
const toldElsewhere = new Set(['dependsOn'])

const retired: Check = {
  id: 'links.retired', title: 'Link to what is no longer in force', severity: 'medium',
  why: 'The system counts on something that is gone.',
  find: (sight) =>
    sight.nothingGone ? [] : sight.inForce.flatMap((element) => {
      const lost = element.links.filter((link) => !toldElsewhere.has(link.type)).flatMap((link) => sight.gone(link.to) ?? [])
      if (lost.length === 0) return []
      return [at(element, `${element.title} is linked to ${some(lost.map((each) => `${each.title} (${each.key})`))}, retired.`, 'Link what takes its place, or take the link out')]
    }),
}

const address: Check = {
  id: 'links.address-retired', title: 'Names a role or calendar that is no longer in force', severity: 'medium',
  why: 'A step, a clock or a chair points at something that is gone.',
  find: (sight) =>
    sight.nothingGone ? [] : sight.inForce.flatMap((element) => {
      if (element.kind === 'scope') return []
      const lost = new Map(addressed(element).flatMap((key) => sight.gone(key) ?? []).map((each) => [each.key, each]))
      return lost.size === 0 ? [] : [at(element, `${element.title} still names ${some([...lost.values()].map((each) => `${each.title} (${each.key})`))}, retired.`, 'Name what takes its place')]
    }),
}

function addressed(element: SystemElement): string[] {
  try {
    return (kindOf(element.kind)?.addresses?.(element.body) ?? []).map((one) => one.to)
  } catch {
    // A body written under an older schema addresses what cannot be read.
    return []
  }
}

const owner: Check = {
  id: 'links.owner-not-in-force', title: 'Accountable role that is not in force', severity: 'high',
  why: 'It seems to be answered for, and is not.',
  find: (sight) =>
    sight.inForce.flatMap((element) => {
      if (element.accountable === null || sight.find(element.accountable)) return []
      const role = sight.gone(element.accountable) ?? sight.draft(element.accountable)
      return [at(element, `${element.title} is answered for by ${role ? `${role.title} (${role.key}), which is not in force` : 'a role that is not in force'}.`, 'Name another accountable role')]
    }),
}

const unowned: Check = {
  id: 'links.no-owner', title: 'Nobody answers for it', severity: 'medium',
  why: 'What belongs to nobody is changed by anybody, and mended by nobody.',
  find: (sight) => {
    const inScope = servicesInScope(sight)
    const open = sight.inForce.filter((element) => element.accountable === null && !imported.has(element.kind) && !inScope.has(element.id))
    return open.map((element) => at(element, `${element.title} names no accountable role.`, 'Name the role that answers for it'))
  },
}

/** Content of frameworks is others' and needs no owner here. */
const imported = new Set(['framework', 'requirement'])

const unknownName: Check = {
  id: 'links.unknown-name', title: 'Name that nothing answers to', severity: 'low',
  why: 'An import named something that is in no list.',
  find: (sight) =>
    sight.inForce.flatMap((element) => {
      const names = element.unknown.filter((name) => !(element.kind === 'service' && (name.type === 'dependsOn' || (name.type === 'provides' && sight.into(element, 'provides').length === 0))))
      return names.length === 0 ? [] : [at(element, `${element.title} names ${some(names.map(({ name }) => `"${name}"`))}, which is in no list.`, 'Add it, or import without it')]
    }),
}

/** What a question of its own asks for already. */
const toldByOthers: Record<string, readonly string[]> = {
  scope: ['body.entries'], measure: ['body.formula', 'body.target', 'links'], agreement: ['body.targets', 'links'], supplier: ['body.expectations'], policy: ['body.principles'],
  routine: ['body.steps'], review: ['body.rrule', 'body.firstOn', 'body.chair', 'body.agenda'], plan: ['body.tests'],
}

const incomplete: Check = {
  id: 'links.incomplete', title: 'Not complete', severity: 'low',
  why: 'It is in force and does not say what it has to.',
  find: (sight: Sight) =>
    sight.inForce.flatMap((element) => {
      const told = toldByOthers[element.kind] ?? []
      const [first, ...more] = sight.missing(element).filter((fault) => !told.includes(fault.path))
      if (!first) return []
      return [at(element, `${element.title} is not complete: ${first.message}${more.length > 0 ? ` And ${more.length} more.` : ''}`, first.message)]
    }),
}

/** Questions about how elements hang together, whatever their kind. */
export const linkChecks: readonly Check[] = [owner, unowned, retired, address, unknownName, incomplete]
