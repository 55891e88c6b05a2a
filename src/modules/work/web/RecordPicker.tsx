import { Combobox } from '../../../web/ui/Combobox.tsx'
import type { FieldProps } from '../../../web/ui/Field.tsx'
import type { Option } from '../../../web/ui/option.ts'
import { read } from '../../../web/api.ts'
import { recordQueries } from '../record.contract.ts'

/** Chooses a record by its key or words of its title. */
export function RecordPicker({ except, ...props }: FieldProps & { value: Option | null; onChange: (record: Option | null) => void; except?: string }) {
  const find = async (text: string, signal: AbortSignal): Promise<Option[]> => {
    const { rows } = await read(recordQueries.list, { text: text || undefined, standing: 'any', limit: 20 }, signal)
    return rows.filter((row) => row.id !== except).map((row) => ({ id: row.id, key: row.key, title: row.title, hint: row.state.name }))
  }
  return <Combobox {...props} source="records" find={find} />
}
