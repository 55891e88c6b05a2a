import { listPeople } from '../../modules/organisation/person.contract.ts'
import { read } from '../api.ts'
import { Combobox } from '../ui/Combobox.tsx'
import type { FieldProps } from '../ui/Field.tsx'
import type { Option } from '../ui/option.ts'

/** Chooses a person of the organisation by name. */
export function PersonField(props: FieldProps & { value: Option | null; onChange: (person: Option | null) => void }) {
  const find = async (text: string, signal: AbortSignal): Promise<Option[]> => {
    const { rows } = await read(listPeople, { text, limit: 30 }, signal)
    return rows.map((person) => ({ id: person.id, title: person.name, ...(person.email && { hint: person.email }) }))
  }
  return <Combobox {...props} source="people" find={find} />
}
