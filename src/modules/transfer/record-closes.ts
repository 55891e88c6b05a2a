import { detailed } from './mapping.ts'
import type { RecordMapping } from './record-mapping.ts'
import type { OpenRow } from './record-rows.ts'
import { compileRecordSource, type GetterGround } from './record-source.ts'

/** Whether a row says by its state, as the source calls it, that the case is closed; undefined where the mapping names no such states. */
export function closingBy({ fields, closes }: RecordMapping, ground: GetterGround): ((row: OpenRow) => boolean) | undefined {
  const state = fields['state']
  if (closes.length === 0 || state === undefined) return undefined
  const { values: _values, default: _default, ...plain } = detailed(state as Parameters<typeof detailed>[0])
  const getter = compileRecordSource(plain, ground)
  const names = new Set(closes.map((name) => name.trim().toLowerCase()))
  return (row) => names.has(getter.text(row).toLowerCase())
}
