import { writeFileSync } from 'node:fs'
import { parse } from 'yaml'
import { perform } from '../kernel/action.ts'
import { elementActions } from '../kernel/element.actions.ts'
import { elementQueries } from '../kernel/element.queries.ts'
import { ask } from '../kernel/query.ts'
import { role } from '../modules/roles/role.ts'
import { englishWords } from '../modules/routines/drawing.ts'
import { laidOut, svgOf } from '../modules/routines/drawing-svg.ts'
import { mermaidOf } from '../modules/routines/mermaid.ts'
import { routineBody } from '../modules/routines/routine-body.ts'
import type { RoutineBody } from '../modules/routines/routine-body.ts'
import { routine } from '../modules/routines/routine.ts'
import { routineFromWif, wifOf } from '../modules/routines/wif.ts'
import type { Ground } from '../server/ground.ts'
import type { ElementReceipt, ElementView } from '../shared/element.contract.ts'
import { refusal } from '../shared/faults.ts'
import { issueFaults } from '../shared/issues.ts'
import { Problem } from '../shared/problem.ts'
import { chosenOrganisation } from './command.ts'
import type { Command, Invocation } from './command.ts'
import { grounded } from './grounded.ts'
import { contentOf } from './source-files.ts'

const formats = ['usm', 'mermaid', 'svg'] as const
type Format = (typeof formats)[number]
type Operator = { type: 'operator'; organisationId: string }

function asOperator<T>(invocation: Invocation, work: (ground: Ground, caller: Operator) => Promise<T>): Promise<T> {
  return grounded(invocation, async (ground) => work(ground, { type: 'operator', organisationId: (await chosenOrganisation(ground, invocation.options.organisation)).id }))
}

export const exportRoutineCommand: Command = {
  words: 'routine export', usage: 'routine export RTN-1 --format usm|mermaid|svg [--width PIXELS] [--as-of YYYY-MM-DD] [-o FILE]', about: 'A routine as a drawing, or as a text that other tools read',
  options: { format: { type: 'string' }, width: { type: 'string' }, 'as-of': { type: 'string' }, output: { type: 'string', short: 'o' } },
  operands: { least: 1, most: 1 },
  run: async (invocation) => {
    const { operands, options, answer, note } = invocation
    const format = formats.find((one) => one === options.format)
    if (!format) throw new Problem('invalid', `--format is ${formats.join(', ')}${typeof options.format === 'string' ? `, not ${options.format}` : ''}.`)
    const width = options.width === undefined ? 1400 : Number(options.width)
    if (!(width >= 200 && width <= 20_000)) throw new Problem('invalid', '--width is a number of pixels between 200 and 20000.')
    const { text, left } = await asOperator(invocation, async (ground, caller) => {
      const asOf = typeof options['as-of'] === 'string' ? { asOf: options['as-of'] } : {}
      const view = (await ask(ground.runtime, elementQueries(routine).get, { element: operands[0], ...asOf }, caller)) as ElementView
      return written(view, await rolesOf(ground, caller), format, width)
    })
    for (const sentence of left) note(`The format has no place for: ${sentence}`)
    if (typeof options.output !== 'string') answer(text)
    else {
      writeFileSync(options.output, text)
      note(`Wrote ${options.output}`)
    }
    return 0
  },
}

async function written(view: ElementView, roles: readonly Role[], format: Format, width: number): Promise<{ text: string; left: string[] }> {
  const body = routineBody.parse(view.body)
  const roleOf = (key: string) => roles.find((one) => one.key === key)?.title ?? key
  if (format === 'mermaid') return { text: mermaidOf(view.title, body), left: [] }
  if (format === 'svg') return { text: await drawn(view.title, body, roleOf, width), left: [] }
  const { workflow, left } = wifOf({ key: view.key, title: view.title, version: view.version, createdAt: view.effectiveOn ?? '', createdBy: view.accountable?.title ?? '', body, roleName: roleOf })
  return { text: `${JSON.stringify(workflow, null, 2)}\n`, left }
}

async function drawn(title: string, body: RoutineBody, roleOf: (key: string) => string, width: number): Promise<string> {
  const { default: Kernel } = await import('elkjs/lib/elk.bundled.js')
  const kernel = new Kernel.default()
  return svgOf(title, await laidOut(body, { ...englishWords, roleOf }, (graph) => kernel.layout(graph), width))
}

type Role = { key: string; title: string }

async function rolesOf(ground: Ground, caller: Operator): Promise<Role[]> {
  const page = (await ask(ground.runtime, elementQueries(role).list, { limit: 200 }, caller)) as { rows: Role[] }
  return page.rows
}

export const importRoutineCommand: Command = {
  words: 'routine import', usage: 'routine import FILE [--title T] [--dry-run]', about: 'Begin a routine, as a draft, from a USM workflow or from YAML',
  options: { title: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  operands: { least: 1, most: 1 },
  run: async (invocation) => {
    const { operands, options, json, answer, note } = invocation
    const receipt = await asOperator(invocation, async (ground, caller) => {
      const roles = await rolesOf(ground, caller)
      const { title, body, left } = routineIn(contentOf(operands[0]!).toString('utf8'), roles)
      for (const sentence of left) note(sentence)
      const named = typeof options.title === 'string' ? options.title : title
      if (named === '') throw new Problem('invalid', `The file names no title. Give one: wellrun ${importRoutineCommand.usage}`)
      if (options['dry-run']) return { key: '', title: named }
      const input = { title: named, accountable: null, reviewEvery: routine.reviewEvery, effectiveOn: null, body, links: [] }
      return (await perform(ground.runtime, elementActions(routine).draft, input, caller)).output as ElementReceipt
    })
    if (json) answer(JSON.stringify(receipt))
    else answer(receipt.key ? `${receipt.key} ${receipt.title}: a draft. Look at it and put it in force in Wellrun.` : `${receipt.title} can be read. Nothing was written.`)
    return 0
  },
}

/** A routine in a text: a workflow of the interchange format where it is JSON, else YAML with a body, as folders keep it, or the body alone. */
function routineIn(text: string, roles: readonly Role[]): { title: string; body: RoutineBody; left: string[] } {
  const keyOf = (name: string) => roles.find((one) => one.key === name || one.title.toLowerCase() === name.trim().toLowerCase())?.key
  if (text.trimStart().startsWith('{')) {
    const { title, body, left, faults } = routineFromWif(parsed(() => JSON.parse(text) as unknown), keyOf)
    if (!body) throw refusal('invalid', faults)
    return { title, body, left }
  }
  const value = parsed(() => parse(text, { maxAliasCount: 0 }) as unknown)
  const whole = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  const read = routineBody.safeParse(whole['body'] ?? whole)
  if (!read.success) throw refusal('invalid', issueFaults(read.error, ['body']))
  return { title: typeof whole['title'] === 'string' ? whole['title'] : '', body: read.data, left: [] }
}

function parsed(read: () => unknown): unknown {
  try {
    return read()
  } catch (error) {
    throw new Problem('invalid', `The file cannot be read: ${(error as Error).message.split('\n')[0]}`)
  }
}
