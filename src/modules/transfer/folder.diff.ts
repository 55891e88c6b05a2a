import { differencesBetween } from '../../shared/difference.ts'
import type { Difference } from '../../shared/difference.ts'
import { kindOf } from '../kinds.ts'
import { readingOrder } from './folder.system.ts'
import { personName } from './folder.ts'
import type { Folder, FolderElement, FolderHolder, FolderPerson } from './folder.ts'

/** What differs about one thing: an element by key, somebody by e-mail address, an appointment by role, person and element. */
export type FolderDifference = { subject: 'element' | 'person' | 'holder'; key: string; kind: string | null; title: string; change: 'added' | 'removed' | 'changed'; fields: Difference[] }

/** What differs between two systems, elements first, in the order in which people read; empty where nothing does. */
export function diffFolders(before: Folder, after: Folder): FolderDifference[] {
  const titles = new Map([...before.elements, ...after.elements].map((element) => [element.key, `${element.key} ${element.title}`]))
  const elements = paired(before.elements, after.elements, (each) => each.key).map(([one, other]) =>
    differenceOf('element', one, other, (each) => ({ key: each.key, kind: each.kind, title: each.title }), (was, is) => elementFields(was, is, (key) => titles.get(key))))
  const people = paired(before.people, after.people, personName).map(([one, other]) => differenceOf('person', one, other, (each) => ({ key: personName(each), kind: null, title: each.name }), personFields))
  const holders = paired(before.holders, after.holders, seatOf).map(([one, other]) => differenceOf('holder', one, other, (each) => ({ key: seatOf(each), kind: null, title: titles.get(each.role) ?? each.role }), holderFields))
  const differing = (all: (FolderDifference | null)[]) => all.filter((each) => each !== null)
  return [...differing(elements).sort((a, b) => readingOrder({ kind: a.kind!, key: a.key }, { kind: b.kind!, key: b.key })), ...differing(people), ...differing(holders)]
}

function seatOf({ role, person, element }: FolderHolder): string {
  return [role, person, ...(element === null ? [] : [element])].join(' ')
}

type Pair<Item> = [before: Item | undefined, after: Item | undefined]

/** Things that are called alike, in their order; one may stand on one side alone. */
function paired<Item>(before: readonly Item[], after: readonly Item[], nameOf: (item: Item) => string): Pair<Item>[] {
  const groups = new Map<string, [Item[], Item[]]>()
  const groupOf = (item: Item) => groups.get(nameOf(item)) ?? groups.set(nameOf(item), [[], []]).get(nameOf(item))!
  for (const item of before) groupOf(item)[0].push(item)
  for (const item of after) groupOf(item)[1].push(item)
  return [...groups.values()].flatMap(([ones, others]) => Array.from({ length: Math.max(ones.length, others.length) }, (_, at): Pair<Item> => [ones[at], others[at]]))
}

function differenceOf<Item>(subject: FolderDifference['subject'], before: Item | undefined, after: Item | undefined, nameOf: (item: Item) => Pick<FolderDifference, 'key' | 'kind' | 'title'>, fieldsOf: (was: Item, is: Item) => Difference[]): FolderDifference | null {
  const named = { subject, ...nameOf((after ?? before)!) }
  if (before === undefined || after === undefined) return { ...named, change: before === undefined ? 'added' : 'removed', fields: [] }
  const fields = fieldsOf(before, after)
  return fields.length === 0 ? null : { ...named, change: 'changed', fields }
}

function elementFields(before: FolderElement, after: FolderElement, titleOf: (key: string) => string | undefined): Difference[] {
  const names = (element: FolderElement) => element.unknown.map(({ type, name }) => `${type} ${name}`).join(', ')
  const day = after.effectiveOn === null ? plain('effectiveOn', 'Holds from', before.effectiveOn, null) : []
  return [...differencesBetween(kindOf(after.kind)!, before, after, titleOf), ...day, ...plain('unknown', 'Names that nothing answers to', names(before) || null, names(after) || null)]
}

function personFields(before: FolderPerson, after: FolderPerson): Difference[] {
  return [...plain('name', 'Name', before.name, after.name), ...plain('from', 'From', before.from, after.from), ...plain('to', 'To', before.to, after.to)]
}

function holderFields(before: FolderHolder, after: FolderHolder): Difference[] {
  const stands = ({ deputy }: FolderHolder) => (deputy ? 'as deputy' : 'first')
  return [...plain('deputy', 'Holds it', stands(before), stands(after)), ...plain('from', 'From', before.from, after.from), ...plain('to', 'To', before.to, after.to)]
}

function plain(path: string, label: string, before: string | null, after: string | null): Difference[] {
  return before === after ? [] : [{ path, of: null, label, form: 'value', before, after }]
}
