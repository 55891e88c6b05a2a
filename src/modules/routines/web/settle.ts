import type { Body } from '../../../web/forms/form.ts'

type Part = Body & { id: string }

/**
 * Short names follow the titles that people write, and what speaks of a part by its short name follows too;
 * a step that is added at the end is joined to the one before it, and the routine ends there.
 */
export function settle(before: Body, after: Body): Body {
  const steps = named(partsOf(before.steps), partsOf(after.steps), 'name')
  const fields = named(partsOf(before.fields), partsOf(after.fields), 'label')
  const renamedSteps = renames(partsOf(after.steps), steps)
  const renamedFields = renames(partsOf(after.fields), fields)
  const step = (id: unknown) => renamedSteps.get(String(id)) ?? id
  const field = (id: unknown) => renamedFields.get(String(id)) ?? id
  const moment = (one: unknown) => ({ ...(one as Body), of: (one as Body).at === 'instant' ? (one as Body).of : step((one as Body).of) })
  const settled: Body = {
    ...after,
    fields,
    steps: steps.map((one) => ({ ...one, required: listOf(one.required).map(field) })),
    transitions: listOf(after.transitions).map((one) => followed(one as Body, partsOf(before.steps), steps, step)),
    clocks: named(partsOf(before.clocks), partsOf(after.clocks), 'name').map((one) => ({ ...one, start: moment(one.start), stop: moment(one.stop), pause: listOf(one.pause).map(step) })),
    outcomes: named(partsOf(before.outcomes), partsOf(after.outcomes), 'name'),
    grids: named(partsOf(before.grids), partsOf(after.grids), 'name').map((one) => ({ ...one, row: field(one.row), column: field(one.column), gives: field(one.gives) })),
  }
  return joined(partsOf(before.steps), settled)
}

// A transition that is called as the step it leads to keeps being called so.
function followed(transition: Body, before: readonly Part[], steps: readonly Part[], step: (id: unknown) => unknown): Body {
  const to = step(transition.to)
  const old = before.find((one) => one.id === transition.to)
  const now = steps.find((one) => one.id === to)
  const name = old && now && transition.name === old.name ? now.name : transition.name
  return { ...transition, from: step(transition.from), to, name }
}

/** A short name from a title: Assess impact → assess_impact. */
export function slugOf(title: string): string {
  const plain = title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const slug = plain.replace(/[^a-z0-9]+/g, '_').replace(/^[^a-z]+|_+$/g, '')
  return slug.slice(0, 40)
}

// A part keeps a short name that does not come from its title: it was given by hand or by an import.
function named(before: readonly Part[], parts: readonly Part[], title: string): Part[] {
  const taken = new Set<string>()
  return parts.map((part, at) => {
    const old = before.find((one) => one.id === part.id && part.id !== '') ?? before[at]
    const own = part.id !== '' && !sameSlug(part.id, slugOf(String(old?.[title] ?? ''))) && !sameSlug(part.id, slugOf(String(part[title] ?? '')))
    const id = own ? part.id : free(slugOf(String(part[title] ?? '')) || (part.id && `part_${at + 1}`), taken)
    taken.add(id)
    return id === part.id ? part : { ...part, id }
  })
}

function sameSlug(id: string, slug: string): boolean {
  return id === slug || (slug !== '' && new RegExp(`^${slug}_\\d+$`).test(id)) || /^part_\d+$/.test(id)
}

function free(slug: string, taken: ReadonlySet<string>): string {
  if (!slug || !taken.has(slug)) return slug
  let number = 2
  while (taken.has(`${slug}_${number}`)) number++
  return `${slug}_${number}`
}

function renames(before: readonly Part[], after: readonly Part[]): Map<string, string> {
  return new Map(before.flatMap((part, at) => (part.id && after[at] && after[at].id !== part.id ? [[part.id, after[at].id] as const] : [])))
}

function joined(before: readonly Part[], body: Body): Body {
  const steps = partsOf(body.steps)
  const added = steps.at(-1)
  const last = steps.at(-2)
  const transitions = listOf(body.transitions) as Body[]
  const isNew = steps.length === before.length && added?.id && !before.some((one) => one.id === added.id) && before.at(-1)?.id === ''
  if (!isNew || !last?.id || transitions.some((one) => one.to === added.id || one.from === added.id)) return body
  return {
    ...body,
    steps: [...steps.slice(0, -2), { ...last, end: false }, { ...added, end: true }],
    transitions: [...transitions, { from: last.id, to: added.id, name: String(added.name), guard: '' }],
  }
}

function partsOf(value: unknown): Part[] {
  return listOf(value) as Part[]
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
