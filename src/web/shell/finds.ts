import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { search } from '../../shared/element.contract.ts'
import { markOfKey, marksIn, wordsIn } from '../../shared/searching.ts'
import { listPeople } from '../../modules/organisation/person.contract.ts'
import { read } from '../api.ts'
import { useAsOf } from '../asOf.ts'
import { isSingle, kindNamed, kinds, pageOfKey } from '../elements/kinds.ts'
import { useAbilities } from '../session.ts'
import type { Find } from './find.ts'
import { useFindsOfWork } from './findsOfWork.ts'
import { destinations } from './places.ts'

/** Elements and records by key or words, people, pages, and verbs that this person may do; pages and verbs at once, the rest as it is found. `words` are to be marked. */
export function useFinds(text: string): { finds: Find[]; words: readonly string[]; waiting: boolean; fault: Error | null } {
  const { t, i18n } = useLingui()
  const abilities = useAbilities()
  const asOf = useAsOf()
  const wanted = text.trim()
  const { data, isFetching, isPlaceholderData, error } = useQuery({
    queryKey: ['palette', wanted, asOf ?? null],
    queryFn: async ({ signal }) => {
      await new Promise((resolve) => setTimeout(resolve, 90))
      return signal.aborted ? { results: [], words: [] } : read(search, { text: wanted, asOf }, signal)
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
  const work = useFindsOfWork(wanted, asOf)
  const pages = usePages()
  const verbs = kinds
    .filter((kind) => !isSingle(kind.kind) && abilities.includes(`${kind.kind}.draft`))
    .map((kind) => ({ id: `verb ${kind.kind}`, title: i18n._(kind.create), what: t`Verb`, to: `/${kind.path}/new` }))
  const typed = wordsIn(wanted)
  const words = isPlaceholderData ? typed : (data?.words ?? typed)
  // Until the answer comes, what was found before stays as long as it fits: nobody goes by mistake to what they no longer ask for.
  const answered = (wanted ? (data?.results ?? []) : []).filter((result) => !isPlaceholderData || markOfKey(result.key, wanted).length > 0 || marksIn(result.title, typed).length >= typed.length)
  const found = useShown(answered)
  const people = (wanted ? (known.data?.rows ?? []) : []).map((person): Find => ({ id: person.id, title: person.name, what: t`Person`, to: '/settings/people', text: person.name }))
  const near = matching([...pages, ...work.verbs, ...verbs], wanted)
  const finds = isKey(wanted) ? [...work.records, ...found, ...near] : [...near.slice(0, wanted ? 5 : 30), ...found, ...work.records, ...people, ...near.slice(wanted ? 5 : 30)]
  return { finds, words, waiting: isFetching, fault: wanted ? error : null }
}

/** Every page that has an address of its own. */
function usePages(): Find[] {
  const { t, i18n } = useLingui()
  return [
    ...destinations.flat().map((item) => ({ id: `page ${item.to}`, title: i18n._(item.label), what: t`Page`, to: item.to })),
    ...kinds.filter((kind) => kind.place === 'operating model' || kind.kind === 'objective' || kind.kind === 'obligation').map((kind) => ({ id: `page ${kind.path}`, title: i18n._(kind.many), what: t`Page`, to: `/${kind.path}` })),
    { id: 'page begin', title: t`Begin here`, what: t`Page`, to: '/begin' },
    { id: 'page editions', title: t`Editions of the A3`, what: t`Page`, to: '/editions' },
    { id: 'page import', title: t`Bring yours: import a file`, what: t`Page`, to: '/import' },
    { id: 'page outages', title: t`Outages`, what: t`Page`, to: '/outages' },
    { id: 'page planned work', title: t`Planned work`, what: t`Page`, to: '/outages/calendar' },
    { id: 'page items', title: t`Configuration items`, what: t`Page`, to: '/items' },
    { id: 'page people', title: t`People`, what: t`Page`, to: '/settings/people' },
    { id: 'page account', title: t`Your account`, what: t`Page`, to: '/settings' },
    { id: 'page appearance', title: t`Appearance`, what: t`Page`, to: '/settings/appearance' },
    { id: 'page organisation', title: t`Organisation`, what: t`Page`, to: '/settings/organisation' },
    { id: 'page ledger', title: t`Ledger`, what: t`Page`, to: '/settings/ledger' },
    { id: 'page tokens', title: t`API tokens`, what: t`Page`, to: '/settings/tokens' },
    { id: 'page sessions', title: t`Sessions`, what: t`Page`, to: '/settings/sessions' },
  ]
}

type Result = { id: string; kind: string; key: string; title: string; excerpt?: string | null }

/** What was found as something to go to; records are found beside it. */
function useShown(results: readonly Result[]): Find[] {
  const { t, i18n } = useLingui()
  const others: Readonly<Record<string, string>> = { outage: t`Outage`, item: t`Configuration item`, verification: t`Verification` }
  return results.flatMap((result): Find[] => {
    const { id, key, title, excerpt } = result
    const other = others[result.kind]
    if (other) return [{ id, key, title, what: other, to: pageOfKey(key)! }]
    const kind = kindNamed(result.kind)
    if (!kind) return []
    return [{ id, key, title, what: i18n._(kind.one), to: isSingle(kind.kind) ? `/${kind.path}` : `/${kind.path}/${key}`, ...(excerpt && { excerpt }) }]
  })
}

function isKey(text: string): boolean {
  return /^[a-z]{2,4}(\s*-\s*\d*|\s*\d+)$/i.test(text)
}

// Every word typed begins a word of the title; whole beginnings first.
function matching(finds: readonly Find[], text: string): Find[] {
  if (!text) return finds.filter((find) => find.id.startsWith('page'))
  const words = wordsIn(text)
  const begins = (find: Find) => wordsIn(find.title).join(' ').startsWith(words.join(' '))
  return finds
    .filter((find) => words.length > 0 && words.every((word) => wordsIn(find.title).some((part) => part.startsWith(word))))
    .toSorted((one, other) => Number(begins(other)) - Number(begins(one)))
}
