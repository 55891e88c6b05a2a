import { useQuery } from '@tanstack/react-query'
import { useId, useRef, useState, type ChangeEvent, type KeyboardEvent } from 'react'
import { read } from '../../../web/api.ts'
import { listPeople } from '../../organisation/person.contract.ts'

type Person = { id: string; name: string }

/** The name that is being typed after @ at the end of what stands before the cursor; null where none is. */
export function mentionAt(before: string): string | null {
  return /(?:^|\s)@([\p{L}][\p{L}\p{N} .'’-]{0,40})?$/u.exec(before)?.[1] ?? (/(?:^|\s)@$/.test(before) ? '' : null)
}

/** People found while one types @ and letters of a name; arrows choose, Enter or Tab takes. */
export function useMentions(text: string, setText: (text: string) => void) {
  const listId = useId()
  const known = useRef(new Map<string, string>())
  const area = useRef<HTMLTextAreaElement>(null)
  const [wanted, setWanted] = useState<string | null>(null)
  const [active, setActive] = useState(0)
  const { data } = useQuery({
    queryKey: ['mention', wanted],
    queryFn: ({ signal }) => read(listPeople, { text: wanted || undefined, limit: 6 }, signal),
    enabled: wanted !== null,
    placeholderData: (before) => before,
    staleTime: 30_000,
  })
  const people: Person[] = wanted === null ? [] : (data?.rows ?? [])
  const take = (person: Person) => {
    const field = area.current
    const cursor = field?.selectionStart ?? text.length
    const start = text.slice(0, cursor).lastIndexOf('@')
    known.current.set(person.name, person.id)
    const before = `${text.slice(0, start)}@${person.name} `
    setText(before + text.slice(cursor))
    setWanted(null)
    requestAnimationFrame(() => {
      field?.focus()
      field?.setSelectionRange(before.length, before.length)
    })
  }
  const onChange = (event: ChangeEvent<HTMLTextAreaElement>) => {
    area.current = event.target
    setText(event.target.value)
    setWanted(mentionAt(event.target.value.slice(0, event.target.selectionStart)))
    setActive(0)
  }
  /** Answers true when the key was for the list. */
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (people.length === 0) return false
    const person = people[active]
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') setActive((active + (event.key === 'ArrowDown' ? 1 : people.length - 1)) % people.length)
    else if ((event.key === 'Enter' || event.key === 'Tab') && person) take(person)
    else if (event.key === 'Escape') setWanted(null)
    else return false
    event.preventDefault()
    return true
  }
  const idsIn = (said: string) => [...known.current].flatMap(([name, id]) => (said.includes(`@${name}`) ? [id] : []))
  const control = people.length > 0 ? { 'aria-controls': listId, 'aria-activedescendant': `${listId}-${active}`, 'aria-autocomplete': 'list' as const } : {}
  const listProps = { role: 'listbox', id: listId }
  const optionProps = (at: number) => ({ role: 'option', id: `${listId}-${at}`, tabIndex: -1, 'aria-selected': at === active })
  return { people, listProps, optionProps, take, onChange, onKeyDown, idsIn, control }
}

export type Mentions = ReturnType<typeof useMentions>
