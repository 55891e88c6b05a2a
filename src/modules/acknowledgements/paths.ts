import { kindOf } from '../kinds.ts'

/** Where the page of an element, a proposal or a record is, such as /policies/POL-1. */
export function pathOf({ kind, key }: { kind: string; key: string }): string {
  if (kind === 'record') return `/work/${key}`
  return `/${kind === 'proposal' ? 'proposals' : (kindOf(kind)?.path ?? '')}/${key}`
}
