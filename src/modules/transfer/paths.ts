import { Problem } from '../../shared/problem.ts'
import { baseName, type SourceRow } from './rows.ts'

type Step = { key: string } | { at: number } | { every: true }

/** A compiled path into a row, such as `tags.business-unit`, `deps[*].name`, `$file` or `$root.name`. */
export type Path = {
  text: string
  /** True when it may give several values: it holds `[*]`. */
  many: boolean
  /** Every value it reaches; what is absent gives nothing, a null gives null. */
  all: (row: SourceRow) => unknown[]
  /** The first value it reaches, or undefined. */
  one: (row: SourceRow) => unknown
  /** How far it reaches: `found`, or the depth at which it stopped and whether the name was absent or there was nothing to look in. */
  reach: (row: SourceRow) => Reach
}
export type Reach = { found: boolean; depth: number; absent: boolean }

const specials: Record<string, (row: SourceRow) => unknown> = {
  $file: (row) => baseName(row.file),
  $row: (row) => row.row,
  $line: (row) => row.line ?? null,
  $key: (row) => row.name ?? null,
  $: (row) => row.value,
}

/** Compiles a path; throws a Problem that shows the place where it cannot be read. */
export function compilePath(text: string): Path {
  const special = Object.hasOwn(specials, text) ? specials[text] : undefined
  if (special) return { text, many: false, all: (row) => [special(row)], one: special, reach: () => ({ found: true, depth: 0, absent: false }) }
  const fromRoot = text.startsWith('$root')
  const steps = parseSteps(fromRoot ? text.slice(5).replace(/^\./, '') : text.replace(/^\$\.?/, ''), text)
  const start = (row: SourceRow) => (fromRoot ? row.root : row.value)
  const whole = (value: unknown): value is Record<string, unknown> => isObject(value) && Object.hasOwn(value, text)
  const all = (row: SourceRow): unknown[] => {
    const value = start(row)
    return whole(value) ? [value[text]] : walk(value, steps)
  }
  const reach = (row: SourceRow): Reach => {
    const value = start(row)
    return whole(value) ? { found: true, depth: steps.length, absent: false } : reachOf(value, steps, 0)
  }
  return { text, many: steps.some((step) => 'every' in step), all, one: (row) => all(row)[0], reach }
}

/** The steps of a path into a document, e.g. `a.b[*]["x.y"][0]`. */
export function parseSteps(path: string, whole: string = path): Step[] {
  const steps: Step[] = []
  const token = /\.?(?:\[(?:(\*?)|(\d+)|"([^"]*)"|'([^']*)')\]|(\*)|([^.[\]]+))/y
  while (token.lastIndex < path.length) {
    const from = token.lastIndex
    const match = token.exec(path)
    if (!match) throw new Problem('invalid', `The path "${whole}" cannot be read at "${path.slice(from)}"; write for example a.b, a[0], a[*].b or a["b.c"].`)
    const [, every, at, double, single, star, name] = match
    if (at !== undefined) steps.push({ at: Number(at) })
    else if (every !== undefined || star !== undefined) steps.push({ every: true })
    else steps.push({ key: (double ?? single ?? name)!.trim() })
  }
  return steps
}

/** Every value that the steps reach from a value; an item of a list that lacks the rest of the path gives null. */
export function walk(value: unknown, steps: readonly Step[]): unknown[] {
  let values: unknown[] = [value]
  let listed = false
  for (const step of steps) {
    const next: unknown[] = []
    for (const current of values) {
      if ('every' in step) for (const item of itemsOf(current)) next.push(item)
      else {
        const inside = child(current, step)
        if (inside.has) next.push(inside.value)
        else if (listed) next.push(null)
      }
    }
    listed ||= 'every' in step
    values = next
  }
  return values
}

/** What `[*]` gives: the items of a list, the values of a map; a single value counts as a list of one. */
function itemsOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value as unknown[]
  if (isObject(value)) return Object.values(value)
  return value === null || value === undefined || value === '' ? [] : [value]
}

function child(value: unknown, step: { key: string } | { at: number }): { has: boolean; value: unknown } {
  if ('at' in step) return Array.isArray(value) && step.at < value.length ? { has: true, value: value[step.at] } : { has: false, value: undefined }
  return isObject(value) && Object.hasOwn(value, step.key) ? { has: true, value: value[step.key] } : { has: false, value: undefined }
}

function reachOf(value: unknown, steps: readonly Step[], depth: number): Reach {
  const step = steps[depth]
  if (!step) return { found: true, depth, absent: false }
  if ('every' in step) {
    const items = itemsOf(value)
    let best: Reach = { found: false, depth, absent: false }
    for (const item of items.slice(0, 100)) best = further(best, reachOf(item, steps, depth + 1))
    return best
  }
  const inside = child(value, step)
  if (inside.has) return reachOf(inside.value, steps, depth + 1)
  return { found: false, depth, absent: value !== null && value !== undefined }
}

/** The better of two reaches: found, else the deeper, else the one that proves a name absent. */
export function further(a: Reach, b: Reach): Reach {
  if (a.found !== b.found) return a.found ? a : b
  if (a.depth !== b.depth) return a.depth > b.depth ? a : b
  return a.absent ? a : b
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
