import { useQueries } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { optionsOf } from '../api.ts'
import { useAsOf } from '../asOf.ts'
import { contractsOf } from '../elements/contracts.ts'
import { kindNamed } from '../elements/kinds.ts'
import type { FormField, Telling } from './form.ts'

/** Kinds that the fields address, in nested items too. */
export function addressedKinds(fields: readonly FormField[]): string[] {
  const kinds = fields.flatMap((field): readonly string[] => {
    if (field.type === 'element' || field.type === 'elements') return field.kinds
    return field.type === 'items' || field.type === 'maybe' ? addressedKinds(field.fields) : []
  })
  return [...new Set(kinds)]
}

export type Title = { id: string; key: string; title: string; kind: string }

/** Titles for ids and keys of some kinds, retired ones too; up to 200 of each kind. */
export function useTitles(kinds: readonly string[]): { titleOf: Telling['titleOf']; find: (reference: string) => Title | undefined; rows: readonly Title[] } {
  const asOf = useAsOf()
  const known = kinds.flatMap((name) => kindNamed(name) ?? [])
  const rows = useQueries({
    queries: known.map((kind) => ({ ...optionsOf(contractsOf(kind).list, { limit: 200, status: 'any' }, asOf), staleTime: 30_000 })),
    combine: (answers) => answers.flatMap((answer, at) => (answer.data?.rows ?? []).map((row): Title => ({ id: row.id, key: row.key, title: row.title, kind: known[at]?.kind ?? '' }))),
  })
  const byReference = useMemo(() => new Map(rows.flatMap((row) => [[row.id, row] as const, [row.key, row] as const])), [rows])
  const find = useCallback((reference: string) => byReference.get(reference), [byReference])
  return { find, rows, titleOf: useCallback((reference: string) => byReference.get(reference)?.title, [byReference]) }
}
