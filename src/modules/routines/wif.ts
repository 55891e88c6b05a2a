import { z } from 'zod'
import type { Fault } from '../../shared/kind.ts'
import { processes, routineBody, type RoutineBody } from './routine-body.ts'

/*
 * USM-WIF: the workflow interchange format of Unified Service Management (discussion draft, SURVUZ 2021). It says steps in their order with their kind of work, activities
 * and who has which part in them; it has no transitions, forms, clocks or conditions.
 */

const letters = ['R', 'A', 'S', 'C', 'I'] as const
type Letter = (typeof letters)[number]

const maybe = z.string().max(4000).nullish().transform((text) => text ?? '')
const profile = z.union([z.string().max(200), z.looseObject({ id: z.union([z.string(), z.number()]).nullish(), slug: maybe, name: maybe })])
/** The description asks for a number and shows a text. */
const place = z.union([z.number(), z.string().regex(/^\d{1,9}$/, 'Give a whole number').transform(Number)]).nullish()
const activity = z.looseObject({ name: maybe, description: maybe, 'sort-index': place, responsibilities: z.record(z.string().max(200), z.union([z.array(z.string().max(20)).max(10), z.string().max(20)])).nullish() })
const step = z.looseObject({ id: z.union([z.string(), z.number()]).nullish(), 'sort-index': place, name: maybe, description: maybe, process: maybe, activities: z.array(activity).max(100).nullish() })
const workflow = z.looseObject({
  'format-version': z.string().max(20).nullish(), name: maybe, slug: maybe, description: maybe, type: maybe, process: maybe, dynamicity: maybe, context: maybe, steps: z.array(step).max(200), profiles: z.array(profile).max(200).nullish(),
})
type Step = z.infer<typeof step>

/** What of a routine goes into the file beside its body; `roleName` gives the title of a role by its key. */
export type WifSource = { key: string; title: string; version: number; createdAt: string; createdBy: string; body: RoutineBody; roleName: (key: string) => string }

/** A routine as USM-WIF 1.0.0; `left` are sentences on what that format has no place for. */
export function wifOf({ key, title, version, createdAt, createdBy, body, roleName }: WifSource): { workflow: Record<string, unknown>; left: string[] } {
  const roles = [...new Set(body.steps.flatMap((each) => [each.role, each.rasci.accountable, ...each.rasci.supporting, ...each.rasci.consulted, ...each.rasci.informed]))].filter((role) => role !== '')
  return {
    workflow: {
      'format-version': '1.0.0', 'source-system-type': 'wellrun:wellrun', 'workflow-version': String(version), 'created-at': createdAt, ...(createdBy === '' ? {} : { 'created-by': { id: createdBy, name: createdBy } }),
      process: body.steps[0]?.process ?? 'operate', dynamicity: 'static', context: body.trigger, slug: key.toLowerCase(), name: title, ...(body.purpose === '' ? {} : { description: body.purpose }), type: 'workflow',
      steps: body.steps.map((each, at) => ({
        id: each.id, 'sort-index': at + 1, name: each.name, description: each.exit.map((one) => one.text).join('\n'), process: each.process,
        activities: [{ id: `${each.id}-1`, 'sort-index': 1, description: each.name, responsibilities: responsibilities(each) }],
      })),
      profiles: roles.map((role) => ({ id: role, name: roleName(role) })),
    },
    left: leftOut(body),
  }
}

/** Letters by the id of the profile that has them. */
function responsibilities({ role, rasci }: RoutineBody['steps'][number]): Record<string, Letter[]> {
  const parts: [string, Letter][] = [[role, 'R'], [rasci.accountable, 'A'], ...rasci.supporting.map((one): [string, Letter] => [one, 'S']), ...rasci.consulted.map((one): [string, Letter] => [one, 'C']), ...rasci.informed.map((one): [string, Letter] => [one, 'I'])]
  const named = Map.groupBy(parts.filter(([one]) => one !== ''), ([one]) => one)
  return Object.fromEntries([...named].map(([name, all]) => [name, [...new Set(all.map(([, letter]) => letter))]]))
}

function leftOut(body: RoutineBody): string[] {
  const back = body.transitions.filter((each) => body.steps.findIndex((one) => one.id === each.to) !== body.steps.findIndex((one) => one.id === each.from) + 1)
  const said: [boolean, string][] = [
    [body.steps.some((each) => each.rasci.supporting.length > 0), 'Supporting roles: they are written as S, of which the format knows nothing.'],
    [back.length > 0, `Ways that do not lead to the next step: ${back.map((each) => each.name).join(', ')}.`],
    [body.transitions.some((each) => each.guard !== '' || each.after !== ''), 'Conditions of transitions, and what comes after an approval.'],
    [body.fields.length > 0, 'The form, and which fields a step asks for.'], [body.steps.some((each) => each.approvals.length > 0), 'Approvals.'], [body.clocks.length > 0, 'Clocks and what they set off.'],
    [body.grids.length > 0, 'Lookup grids and priorities.'], [body.outcomes.length > 0, 'Outcomes.'], [body.steps.some((each) => each.evidence.length > 0), 'Evidence that is due.'],
    [[...body.steps, ...body.transitions].some((each) => each.effects.length > 0), 'Effects of steps and transitions.'], [body.catalogue.length + body.assessments.length + body.texts.length > 0, 'Catalogue, assessments and prepared texts.'],
    [body.window.from !== '', 'The window in the calendar.'], [body.recurrences.length > 0, 'Rules by which recurring records are found.'],
  ]
  return said.filter(([is]) => is).map(([, sentence]) => sentence)
}

/** A routine read from USM-WIF: its body, its title, and sentences on what the file does not say or says otherwise. `faults`: it is no such file. */
export type FromWif = { title: string; body: RoutineBody | null; left: string[]; faults: Fault[] }

/** Reads a workflow or a workflow template. `roleOf` gives the key of a role by the name of a profile; what it does not know is left for people to name. */
export function routineFromWif(json: unknown, roleOf: (profile: string) => string | undefined): FromWif {
  const read = workflow.safeParse(json)
  if (!read.success) return { title: '', body: null, left: [], faults: read.error.issues.map((issue) => ({ path: issue.path.join('.'), message: `This is no USM workflow: ${issue.message}.` })) }
  const { steps, name, context, slug, description } = read.data
  const left: string[] = []
  const version = read.data['format-version']
  if (!version) left.push('The file does not say of which version of the format it is; it was read as version 1.')
  else if (version.split('.')[0] !== '1') left.push(`The file is of version ${version} of the format; version 1 is known, so check what was read.`)
  const ordered = steps.map((each, at) => ({ each, at })).sort((a, b) => (a.each['sort-index'] ?? a.at) - (b.each['sort-index'] ?? b.at) || a.at - b.at).map(({ each }) => each).slice(0, 40)
  if (steps.length > 40) left.push(`It has ${steps.length} steps; a routine has 40 at most, so the last ${steps.length - 40} are left out.`)
  const ids = shortNames(ordered)
  const profiles = new Map((read.data.profiles ?? []).flatMap((each) => (typeof each === 'string' ? [] : [[String(each.id ?? each.slug), each.name] as const])))
  // A part is given to the id of a profile, whose name stands in the list of profiles.
  const roleBy = (id: string) => roleOf(profiles.get(id) || id) ?? roleOf(id)
  const called = (id: string) => profiles.get(id) || id
  const made = ordered.map((each, at) => stepFrom(each, ids[at]!, at === ordered.length - 1, { process: read.data.process, roleOf: roleBy, called, left }))
  if (made.length > 1) left.push('The format has no ways between steps: each leads to the next, and the last is the end. Add the ways back and their conditions.')
  left.push('Form, clocks, priorities and outcomes are not in the file; add them.')
  const body = routineBody.safeParse({ trigger: context.slice(0, 500), purpose: description.slice(0, 1000), steps: made, transitions: ids.slice(1).map((to, at) => ({ from: ids[at], to, name: cut(ordered[at + 1]?.name || `Step ${at + 2}`, 60) })) })
  if (!body.success) return { title: '', body: null, left, faults: body.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })) }
  return { title: cut(name || slug || 'Routine', 200), body: body.data, left, faults: [] }
}

type Reading = { process: string; roleOf: (profile: string) => string | undefined; /** The name of a profile. */ called: (profile: string) => string; left: string[] }

function stepFrom(each: Step, id: string, end: boolean, { process, roleOf, called, left }: Reading): object {
  const name = cut(each.name || id, 60)
  const of = (kind: string) => processes.find((one) => one === kind.trim().toLowerCase())
  const kind = of(each.process) ?? of(process)
  if (!kind) left.push(`"${name}" says no kind of work (${processes.join(', ')}); operate was taken.`)
  const parts = partsOf(each, name, { roleOf, called, left })
  const [role = '', ...others] = parts('R')
  if (role === '') left.push(`Nobody known is responsible for "${name}"; name the role.`)
  const [accountable = '', ...more] = parts('A')
  if (more.length > 0) left.push(`"${name}" has several who are accountable; ${accountable} was taken.`)
  const doing = [...(each.activities ?? [])].sort((a, b) => (a['sort-index'] ?? 0) - (b['sort-index'] ?? 0)).map((one) => one.description || one.name).filter((text) => text !== '' && text !== each.name)
  const texts = [...each.description.split('\n'), ...doing].map((text) => cut(text, 300)).filter((text) => text !== '')
  if (texts.length > 20) left.push(`"${name}" says more than twenty things; the rest was left out.`)
  return {
    id, name, process: kind ?? 'operate', role, end, rasci: { accountable, supporting: [...new Set([...others, ...parts('S')])].slice(0, 20), consulted: parts('C').slice(0, 20), informed: parts('I').slice(0, 20) },
    exit: texts.slice(0, 20).map((text) => ({ text })),
  }
}

/** The keys of the roles that have a part in the activities of a step, by the letter of the part; profiles that name no role are said once. */
function partsOf(each: Step, name: string, { roleOf, called, left }: Pick<Reading, 'roleOf' | 'called' | 'left'>): (letter: Letter) => string[] {
  const found = new Map<Letter, Set<string>>(letters.map((letter) => [letter, new Set()]))
  const unknown = new Set<string>()
  for (const { responsibilities: given } of each.activities ?? []) {
    for (const [profileName, has] of Object.entries(given ?? {})) {
      const role = roleOf(profileName)
      if (role === undefined) unknown.add(called(profileName))
      for (const letter of [has].flat().flatMap((one) => one.toUpperCase().split(/[^A-Z]+/))) if (role !== undefined) found.get(letter as Letter)?.add(role)
    }
  }
  for (const profileName of unknown) left.push(`"${name}": no role is called "${profileName}"; name the one that is meant.`)
  return (letter) => [...(found.get(letter) ?? [])]
}

function shortNames(steps: readonly Step[]): string[] {
  const used = new Set<string>()
  return steps.map((each, at) => {
    const plain = `${each.name || each.id || ''}`.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^[^a-z]+|_+$/g, '').slice(0, 36) || `step_${at + 1}`
    let name = plain
    for (let again = 2; used.has(name); again++) name = `${plain}_${again}`
    used.add(name)
    return name
  })
}

function cut(text: string, most: number): string {
  const line = text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').toWellFormed().trim()
  return line.length > most ? `${line.slice(0, most - 1).toWellFormed().trim()}…` : line
}
