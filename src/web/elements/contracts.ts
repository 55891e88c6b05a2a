import { elementContracts } from '../../shared/element.contract.ts'
import { kinds, type WebKind } from './kinds.ts'

export type KindContracts = ReturnType<typeof elementContracts>

const made = new Map<string, KindContracts>(kinds.map((kind) => [kind.kind, elementContracts(kind)]))

/** The five actions and three queries of a kind. */
export function contractsOf(kind: WebKind): KindContracts {
  const contracts = made.get(kind.kind)
  if (!contracts) throw new Error(`There are no contracts for ${kind.kind}.`)
  return contracts
}
