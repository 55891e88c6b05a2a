import type { ASTNode } from '@marcbachmann/cel-js'

/** One sentence on why an expression could keep the server busy for long, whatever a record holds, or undefined. */
export function costFault(ast: ASTNode): string | undefined {
  return patternFault(ast) ?? (nesting(ast) > 2 ? 'The condition looks through a list within a list within a list, which may take very long; keep it to one within another.' : undefined)
}

const looping = new Set(['all', 'exists', 'exists_one', 'map', 'filter', 'sortBy'])

function nesting(node: ASTNode): number {
  if (node.op !== 'rcall') return Math.max(0, ...childrenOf(node).map(nesting))
  const [name, receiver, given] = node.args as unknown as [string, ASTNode, ASTNode[]]
  const inner = Math.max(0, ...given.map(nesting))
  return Math.max(nesting(receiver), looping.has(name) ? inner + 1 : inner)
}

function patternFault(node: ASTNode): string | undefined {
  const [name, receiver, given] = node.op === 'rcall' || node.op === 'call' ? (node.args as unknown as [string, ASTNode | ASTNode[], ASTNode[]?]) : []
  if (name === 'matches') {
    const pattern = node.op === 'rcall' ? given?.[0] : (receiver as ASTNode[])[1]
    if (pattern?.op !== 'value' || typeof pattern.args !== 'string') return "The condition matches with a pattern that is not written out; write one such as fields.code.matches('^[A-Z]{2}-[0-9]+$')."
    const fault = slowness(pattern.args)
    if (fault) return fault
  }
  for (const child of childrenOf(node)) {
    const fault = patternFault(child)
    if (fault) return fault
  }
  return undefined
}

/** Patterns whose time grows faster than the square of the text: a group that comes again, more than two parts of any length, or two that may begin anywhere. */
function slowness(pattern: string): string | undefined {
  const plain = pattern.replaceAll(/\\[1-9k]/g, '()*').replaceAll(/\\./gs, 'x').replaceAll(/\[[^\]]*\]/g, 'x')
  const endless = [...plain.matchAll(/[*+]|\{\d+,\}|\{(?:\d+,)?\d{3,}\}/g)].length
  if (/\)(?:[*+]|\{)/.test(plain) || endless > (plain.startsWith('^') ? 2 : 1)) return `The pattern "${pattern}" may take very long; let no group come again, and keep it to one part of any length, or two behind ^.`
  return undefined
}

/** The parts of an expression within a part of it. */
export function childrenOf(node: ASTNode): ASTNode[] {
  return nodesIn(node.args)
}

function nodesIn(value: unknown): ASTNode[] {
  if (Array.isArray(value)) return value.flatMap(nodesIn)
  return isNode(value) ? [value] : []
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value
}
