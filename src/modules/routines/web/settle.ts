import type { Body } from '../../../web/forms/form.ts'

type Part = Body & { id: string }
type Renamed = { step: (id: unknown) => unknown; field: (id: unknown) => unknown; expression: (text: unknown) => unknown }

/**
 * Short names follow the titles that people write, and what speaks of a part by its short name follows too;
 * a step that is added at the end is joined to the one before it, and the routine ends there. What is in `keep`
 * is in force already: records know it by its short name, so it stays.
 */
export function settle(before: Body, after: Body, keep: ReadonlySet<string> = new Set()): Body {
  const steps = named(partsOf(before.steps), partsOf(after.steps), 'name', keep)
  const fields = named(partsOf(before.fields), partsOf(after.fields), 'label', keep)
  const renamed = renaming(renames(partsOf(after.steps), steps), renames(partsOf(after.fields), fields))
  const list = (name: string, title = 'name') => named(partsOf(before[name]), partsOf(after[name]), title, keep)
  const settled: Body = {
    ...after,
    fields: fields.map((one) => ({ ...one, ...(one.steps !== undefined && { steps: listOf(one.steps).map(renamed.step) }) })),
    steps: steps.map((one, at) => settledStep(partsOf(before.steps)[at], one, renamed, keep)),
    transitions: listOf(after.transitions).map((one) => settledWay(one as Body, partsOf(before.steps), steps, renamed)),
    clocks: list('clocks').map((one, at) => settledClock(partsOf(before.clocks)[at], one, renamed, keep)),
    outcomes: list('outcomes'),
    grids: list('grids').map((one) => ({ ...one, row: renamed.field(one.row), column: renamed.field(one.column), gives: renamed.field(one.gives) })),
    catalogue: list('catalogue').map((one) => ({ ...one, required: listOf(one.required).map(renamed.field), values: keysRenamed(one.values, renamed.field) })),
    assessments: list('assessments').map((one) => ({ ...one, field: renamed.field(one.field), criteria: listOf(one.criteria).map((each) => asked(each as Body, renamed)) })),
    window: windowSettled(after.window, renamed),
    findingsIn: renamed.field(after.findingsIn ?? ''),
    aim: renamed.field(after.aim ?? ''),
    recurrences: list('recurrences').map((one) => ({ ...asked(one, renamed), same: listOf(one.same).map(renamed.field) })),
    texts: list('texts').map((one) => ({ ...asked(one, renamed), text: renamed.expression(one.text) })),
  }
  return joined(partsOf(before.steps), settled)
}

function windowSettled(window: unknown, renamed: Renamed): Body {
  const { from, to } = (window ?? { from: '', to: '' }) as Body
  return { from: renamed.field(from), to: renamed.field(to) }
}

function settledStep(before: Part | undefined, step: Part, renamed: Renamed, keep: ReadonlySet<string>): Body {
  return {
    ...step,
    required: listOf(step.required).map(renamed.field),
    ...mapped(step, 'requiredIf', (one) => ({ ...asked(one, renamed), field: renamed.field(one.field) })),
    ...mapped(step, 'exit', (one) => asked(one, renamed)),
    ...mapped(step, 'effects', (one) => settledEffect(one, renamed)),
    ...(step.approvals !== undefined && { approvals: named(partsOf(before?.approvals), partsOf(step.approvals), 'name', keep).map((one) => asked(one, renamed)) }),
  }
}

function settledEffect(one: Body, renamed: Renamed): Body {
  return { ...asked(one, renamed), copy: listOf(one.copy).map(renamed.field), field: renamed.field(one.field), value: renamed.expression(one.value) }
}

// A transition that is called as the step it leads to keeps being called so.
function settledWay(way: Body, before: readonly Part[], steps: readonly Part[], renamed: Renamed): Body {
  const to = renamed.step(way.to)
  const old = before.find((one) => one.id === way.to)
  const now = steps.find((one) => one.id === to)
  const name = old && now && way.name === old.name ? now.name : way.name
  return { ...way, from: renamed.step(way.from), to, name, guard: renamed.expression(way.guard), ...(way.required !== undefined && { required: listOf(way.required).map(renamed.field) }), ...mapped(way, 'effects', (one) => settledEffect(one, renamed)) }
}

function settledClock(before: Part | undefined, clock: Part, renamed: Renamed, keep: ReadonlySet<string>): Body {
  const moment = (value: unknown) => {
    const one = value as Body
    return { ...one, of: one.at === 'instant' ? one.of : one.at === 'field' ? renamed.field(one.of) : renamed.step(one.of) }
  }
  return {
    ...asked(clock, renamed),
    start: moment(clock.start),
    stop: moment(clock.stop),
    pause: listOf(clock.pause).map(renamed.step),
    ...(clock.restart !== undefined && { restart: listOf(clock.restart).map(renamed.field) }),
    ...(clock.dueField !== undefined && { dueField: renamed.field(clock.dueField) }),
    ...(clock.beats !== undefined && { beats: named(partsOf(before?.beats), partsOf(clock.beats), 'do', keep) }),
  }
}

function asked(one: Body, renamed: Renamed): Body {
  return one.when === undefined ? one : { ...one, when: renamed.expression(one.when) }
}

function mapped(holder: Body, name: string, each: (one: Body) => Body): Body {
  return holder[name] === undefined ? {} : { [name]: listOf(holder[name]).map((one) => each(one as Body)) }
}

function keysRenamed(values: unknown, field: Renamed['field']): Body {
  return Object.fromEntries(Object.entries((values ?? {}) as Body).map(([id, value]) => [String(field(id)), value]))
}

function renaming(steps: ReadonlyMap<string, string>, fields: ReadonlyMap<string, string>): Renamed {
  const field = (id: unknown) => fields.get(String(id)) ?? id
  const expression = (text: unknown) =>
    typeof text !== 'string' || fields.size === 0 ? text : text.replace(/\bfields\.(\w+)/g, (_, id: string) => `fields.${String(field(id))}`).replace(/'(\w+)' in filled/g, (_, id: string) => `'${String(field(id))}' in filled`)
  return { step: (id) => steps.get(String(id)) ?? id, field, expression }
}

/** A short name from a title: Assess impact → assess_impact. */
export function slugOf(title: string): string {
  const plain = title.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const slug = plain.replace(/[^a-z0-9]+/g, '_').replace(/^[^a-z]+|_+$/g, '')
  return slug.slice(0, 40)
}

// A part keeps a short name that does not come from its title: it was given by hand or by an import.
function named(before: readonly Part[], parts: readonly Part[], title: string, keep: ReadonlySet<string>): Part[] {
  const taken = new Set<string>(parts.map((part) => part.id).filter((id) => keep.has(id)))
  return parts.map((part, at) => {
    if (keep.has(part.id)) return part
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
