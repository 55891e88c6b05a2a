import { useQueryClient } from '@tanstack/react-query'
import { listItems } from '../../modules/items/item.contract.ts'
import { search } from '../../shared/element.contract.ts'
import { optionsOf, read } from '../api.ts'
import { Combobox } from '../ui/Combobox.tsx'
import type { FieldProps } from '../ui/Field.tsx'
import type { Option } from '../ui/option.ts'
import { contractsOf } from './contracts.ts'
import { kindNamed } from './kinds.ts'

export type Picked = Option & { kind?: string }

type ElementFieldProps = FieldProps & {
  /** Kinds that may be chosen, the likeliest first. */
  kinds: readonly string[]
  value: Picked | null
  onChange: (value: Picked | null) => void
  /** Ids that are out of the question, such as the element itself. */
  except?: readonly string[]
  placeholder?: string
  disabled?: boolean
}

/** Chooses an element of some kinds: those of the first kind at once, any of them by key or words. */
export function ElementField({ kinds, except = [], ...rest }: ElementFieldProps) {
  const client = useQueryClient()
  const find = async (text: string, signal: AbortSignal): Promise<Picked[]> => {
    const kind = kindNamed(kinds[0] ?? '')
    if (kinds.length === 1 && kinds[0] === 'item') {
      const page = await client.fetchQuery({ ...optionsOf(listItems, { ...(text && { text }), limit: 30 }, undefined), staleTime: 5_000 })
      return page.rows.filter((row) => !except.includes(row.id)).map((row) => ({ id: row.id, key: row.key, title: row.name, kind: 'item' }))
    }
    if (kinds.length === 1 && kind) {
      const page = await client.fetchQuery({ ...optionsOf(contractsOf(kind).list, { text, limit: 30 }, undefined), staleTime: 5_000 })
      return page.rows.filter((row) => !except.includes(row.id)).map((row) => ({ id: row.id, key: row.key, title: row.title, kind: kind.kind }))
    }
    if (!text) return firstOfEach(client, kinds, except)
    const { results } = await read(search, { text, limit: 30, kinds: kinds.join(',') }, signal)
    return results.filter((result) => !except.includes(result.id))
  }
  return <Combobox {...rest} source={kinds.join()} find={find} />
}

async function firstOfEach(client: ReturnType<typeof useQueryClient>, kinds: readonly string[], except: readonly string[]): Promise<Picked[]> {
  const pages = await Promise.all(
    kinds.slice(0, 6).map(async (name) => {
      const kind = kindNamed(name)
      if (!kind) return []
      const page = await client.fetchQuery({ ...optionsOf(contractsOf(kind).list, { limit: 12 }, undefined), staleTime: 5_000 })
      return page.rows.map((row): Picked => ({ id: row.id, key: row.key, title: row.title, kind: name }))
    }),
  )
  return pages.flat().filter((option) => !except.includes(option.id))
}
