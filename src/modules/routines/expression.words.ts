import { parse, type ASTNode } from '@marcbachmann/cel-js'
import { listed } from '../../shared/faults.ts'
import { recordInstants } from './record.ts'
import type { RoutineBody } from './routine-body.ts'

/** A condition of a routine as a person reads it: "Assessed as" is "Significant". What cannot be said in words stays as it is written. */
export function inWords(body: RoutineBody, condition: string): string {
  try {
    return words(parse(condition).ast, body, condition)
  } catch {
    return condition
  }
}

function words(node: ASTNode, body: RoutineBody, whole: string): string {
  const say = (each: ASTNode) => words(each, body, whole)
  switch (node.op) {
    case '&&':
    case '||':
      return node.args.map((each) => (each.op !== node.op && (each.op === '&&' || each.op === '||') ? `(${say(each)})` : say(each))).join(node.op === '&&' ? ' and ' : ' or ')
    case '!_':
      return truth(node.args, body, false) ?? `not (${say(node.args)})`
    case '?:':
      return `if ${say(node.args[0])}: ${say(node.args[1])}; otherwise: ${say(node.args[2])}`
    case '==':
    case '!=':
      return sameness(node.args[0], node.args[1], node.op === '==', body) ?? sameness(node.args[1], node.args[0], node.op === '==', body) ?? source(node, whole)
    case 'in':
      return membership(node.args[0], node.args[1], body) ?? source(node, whole)
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(node.op, node.args[0], node.args[1], body) ?? source(node, whole)
    default:
      return truth(node, body, true) ?? source(node, whole)
  }
}

function source(node: ASTNode, whole: string): string {
  return whole.slice(node.start, node.end) || whole
}

const places: Readonly<Record<string, string>> = {
  title: 'the title', state: 'the step', outcome: 'the outcome', priority: 'the priority', catalogueItem: 'the kind', service: 'the service', configurationItem: 'the configuration item', unit: 'the unit',
  location: 'the location', supplier: 'the supplier', requester: 'whoever asked for it', assignee: 'whoever works on it', source: 'the source',
  collisions: 'how much planned work it collides with', frozen: 'how many freezes it falls into',
}

/** What a path such as fields.impact is called; undefined where it is none. */
function name(node: ASTNode, body: RoutineBody): string | undefined {
  if (node.op === 'id') return node.args === 'now' ? 'now' : undefined
  if (node.op !== '.' || node.args[0].op !== 'id') return undefined
  const [of, part] = [node.args[0].args, node.args[1]]
  if (of === 'fields') return `"${body.fields.find((each) => each.id === part)?.label ?? part}"`
  if (of === 'thresholds') return `${body.thresholds.find((each) => each.id === part)?.quantity ?? part} (policy)`
  if (of !== 'record') return undefined
  const instant = recordInstants.find((each) => `${each}At` === part)
  return instant ? `when it was ${instant}` : places[part]
}

function literal(node: ASTNode, body: RoutineBody, beside: string): string | undefined {
  if (node.op === 'value') {
    const value = node.args
    if (typeof value !== 'string') return value === true ? 'yes' : value === false ? 'no' : String(value)
    if (beside === places['outcome']) return `"${body.outcomes.find((each) => each.id === value)?.name ?? value}"`
    if (beside === places['state']) return `"${body.steps.find((each) => each.id === value)?.name ?? value}"`
    return `"${value}"`
  }
  return name(node, body)
}

function sameness(one: ASTNode, other: ASTNode, same: boolean, body: RoutineBody): string | undefined {
  const subject = name(one, body)
  if (subject === undefined) return undefined
  if (other.op === 'value' && other.args === '') return absence(subject, same)
  const value = literal(other, body, subject)
  return value === undefined ? undefined : `${subject} is ${same ? '' : 'not '}${value}`
}

function absence(subject: string, absent: boolean): string {
  if (subject === places['assignee']) return absent ? 'nobody works on it yet' : 'somebody works on it by name'
  const said = subject.startsWith('"') ? 'filled in' : subject === places['outcome'] || subject === places['priority'] ? 'chosen' : 'named'
  return `${subject} is ${absent ? 'not ' : ''}${said}`
}

function membership(one: ASTNode, list: ASTNode, body: RoutineBody): string | undefined {
  if (list.op === 'id' && list.args === 'filled' && one.op === 'value') return `"${body.fields.find((each) => each.id === one.args)?.label ?? String(one.args)}" is filled in`
  const subject = name(one, body)
  if (subject !== undefined && list.op === 'list') {
    const values = list.args.map((each) => literal(each, body, subject))
    return values.includes(undefined) ? undefined : `${subject} is ${listed(values.map(String), 'or')}`
  }
  const [part, whole] = [literal(one, body, ''), name(list, body)]
  return part === undefined || whole === undefined ? undefined : `${whole} has ${part}`
}

const orders = { '<': 'less than', '<=': 'at most', '>': 'more than', '>=': 'at least' } as const
const times = { '<': 'before', '<=': 'not after', '>': 'after', '>=': 'not before' } as const

function comparison(op: keyof typeof orders, one: ASTNode, other: ASTNode, body: RoutineBody): string | undefined {
  const [subject, value] = [name(one, body), literal(other, body, '')]
  return subject === undefined || value === undefined ? undefined : `${subject} is ${(isTime(one, body) ? times : orders)[op]} ${value}`
}

function isTime(node: ASTNode, body: RoutineBody): boolean {
  if (node.op !== '.' || node.args[0].op !== 'id') return node.op === 'id' && node.args === 'now'
  const [of, part] = [node.args[0].args, node.args[1]]
  return of === 'record' ? part.endsWith('At') : body.fields.some((each) => each.id === part && (each.type === 'day' || each.type === 'instant'))
}

function truth(node: ASTNode, body: RoutineBody, holds: boolean): string | undefined {
  if (node.op === 'id' && node.args === 'approved') return holds ? 'it is approved' : 'it is not approved'
  if (node.op === 'id' && node.args === 'refused') return holds ? 'an approval is refused' : 'no approval is refused'
  if (node.op === 'value') return undefined
  const subject = name(node, body)
  return subject === undefined ? undefined : `${subject} is ${holds ? 'yes' : 'no'}`
}
