import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { search } from '../../shared/element.contract.ts'
import { listPeople } from '../../modules/organisation/person.contract.ts'
import { read } from '../api.ts'
import { isSingle, kindNamed, kinds } from '../elements/kinds.ts'
import { useAbilities } from '../session.ts'
import { destinations } from './places.ts'

/** Something to go to. */
export type Find = { id: string; title: string; what: string; to: string; key?: string; text?: string }

/** Elements by key or words, pages, and verbs that this person may do; pages and verbs at once, elements as they are found. */
export function useFinds(text: string): { finds: Find[]; waiting: boolean } {
  const { t, i18n } = useLingui()
  const abilities = useAbilities()
  const wanted = text.trim()
  const { data, isFetching } = useQuery({
    queryKey: ['palette', wanted],
    queryFn: async ({ signal }) => {
      await new Promise((resolve) => setTimeout(resolve, 90))
      return signal.aborted ? { results: [] } : read(search, { text: wanted }, signal)
    },
    enabled: wanted.length > 0,
    placeholderData: (before) => before,
    staleTime: 10_000,
    retry: false,
  })
  const known = useQuery({
    queryKey: ['palette people', wanted],
    queryFn: async ({ signal }) => {
      await new Promise((resolve) => setTimeout(resolve, 120))
      return signal.aborted ? { rows: [] } : read(listPeople, { text: wanted, limit: 5 }, signal)
    },
    enabled: wanted.length > 1 && !isKey(wanted),
    placeholderData: (before) => before,
    staleTime: 10_000,
    retry: false,
  })
  const pages = [
    ...destinations.flat().map((item) => ({ id: `page ${item.to}`, title: i18n._(item.label), what: t`page`, to: item.to })),
    ...kinds.filter((kind) => kind.place === 'operating model' || kind.kind === 'objective' || kind.kind === 'obligation').map((kind) => ({ id: `page ${kind.path}`, title: i18n._(kind.many), what: t`page`, to: `/${kind.path}` })),
    { id: 'page begin', title: t`Begin here`, what: t`page`, to: '/begin' },
    { id: 'page import', title: t`Bring yours: import a file`, what: t`page`, to: '/import' },
    { id: 'page people', title: t`People`, what: t`page`, to: '/settings/people' },
    { id: 'page account', title: t`Your account`, what: t`page`, to: '/settings' },
    { id: 'page appearance', title: t`Appearance`, what: t`page`, to: '/settings/appearance' },
    { id: 'page organisation', title: t`Organisation`, what: t`page`, to: '/settings/organisation' },
    { id: 'page ledger', title: t`Ledger`, what: t`page`, to: '/settings/ledger' },
    { id: 'page tokens', title: t`API tokens`, what: t`page`, to: '/settings/tokens' },
    { id: 'page sessions', title: t`Sessions`, what: t`page`, to: '/settings/sessions' },
  ]
  const verbs = kinds
    .filter((kind) => !isSingle(kind.kind) && abilities.includes(`${kind.kind}.draft`))
    .map((kind) => ({ id: `verb ${kind.kind}`, title: i18n._(kind.create), what: t`verb`, to: `/${kind.path}/new` }))
  const found = (wanted ? (data?.results ?? []) : []).flatMap((result): Find[] => {
    const kind = kindNamed(result.kind)
    if (!kind) return []
    return [{ id: result.id, key: result.key, title: result.title, what: i18n._(kind.one), to: isSingle(kind.kind) ? `/${kind.path}` : `/${kind.path}/${result.key}` }]
  })
  const people = (wanted ? (known.data?.rows ?? []) : []).map((person): Find => ({ id: person.id, title: person.name, what: t`person`, to: '/settings/people', text: person.name }))
  const near = matching([...pages, ...verbs], wanted)
  return { finds: isKey(wanted) ? [...found, ...near] : [...near.slice(0, wanted ? 5 : 30), ...found, ...people, ...near.slice(wanted ? 5 : 30)], waiting: isFetching }
}

function isKey(text: string): boolean {
  return /^[a-z]{2,4}-\d*$/i.test(text)
}

// Every word typed begins a word of the title; whole beginnings first.
function matching(finds: readonly Find[], text: string): Find[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (!words.length) return finds.filter((find) => find.id.startsWith('page'))
  return finds
    .filter((find) => words.every((word) => find.title.toLowerCase().split(/\s+/).some((part) => part.startsWith(word))))
    .toSorted((one, other) => Number(other.title.toLowerCase().startsWith(text.toLowerCase())) - Number(one.title.toLowerCase().startsWith(text.toLowerCase())))
}
