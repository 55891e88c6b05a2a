import { kindOf } from '../kinds.ts'

/** Where the page of an element or a proposal is, such as /policies/POL-1. */
export function pathOf({ kind, key }: { kind: string; key: string }): string {
  return `/${kind === 'proposal' ? 'proposals' : (kindOf(kind)?.path ?? '')}/${key}`
}
