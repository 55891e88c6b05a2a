import { kinds } from '../kinds.ts'

/** Action names under one heading that people can read, e.g. Policies: write, put in force, review. */
export type AuthorityGroup = { group: string; authorities: { label: string; actions: string[] }[] }

/** What can be done with any element, in the order of its life, and the actions that each takes. */
const life = [
  { label: 'Write drafts', verbs: ['draft', 'discard', 'state'] },
  { label: 'Put in force and retire', verbs: ['approve', 'retire'] },
  { label: 'Review', verbs: ['review'] },
]

/** All of a subject, whatever is added later. */
const everything = 'Everything'

const otherGroups: Record<string, string> = {
  holder: 'Role holders',
  person: 'People',
  invitation: 'People',
  organisation: 'Organisation',
  token: 'Access tokens',
  proposal: 'Proposals',
  edition: 'Editions of the A3',
  feed: 'Calendar addresses',
  outage: 'Outages and planned work',
  freeze: 'Outages and planned work',
  item: 'Configuration items',
  element: 'All elements',
}

/**
 * Actions grouped for people, generated from the kinds: elements first, in the order of `kinds`, then the rest. Every name that goes in comes out once.
 */
export function authorityGroups(actionNames: readonly string[]): AuthorityGroup[] {
  const groups = new Map<string, AuthorityGroup>()
  for (const name of inOrder([...new Set(actionNames)])) {
    const [subject = '', verb = ''] = name.split('.')
    const group = groups.get(groupOf(subject)) ?? { group: groupOf(subject), authorities: [] }
    groups.set(group.group, group)
    const label = labelOf(subject, verb)
    const authority = group.authorities.find((each) => each.label === label)
    if (authority) authority.actions.push(name)
    else group.authorities.push({ label, actions: [name] })
  }
  return [...groups.values()]
}

function kindAt(subject: string): number {
  return kinds.findIndex((kind) => kind.kind === subject)
}

function groupOf(subject: string): string {
  return sentenceCase(kinds[kindAt(subject)]?.plural ?? otherGroups[subject] ?? spoken(subject))
}

function labelOf(subject: string, verb: string): string {
  if (verb === '*') return everything
  const stage = kindAt(subject) < 0 ? undefined : life.find((each) => each.verbs.includes(verb))
  return stage?.label ?? sentenceCase(spoken(verb))
}

function inOrder(names: string[]): string[] {
  const rank = (name: string): [number, number] => {
    const [subject = '', verb = ''] = name.split('.')
    const at = kindAt(subject)
    const stage = life.findIndex((each) => each.verbs.includes(verb))
    return [at < 0 ? kinds.length : at, verb === '*' ? -1 : stage < 0 ? life.length : stage]
  }
  return names.sort((a, b) => {
    const [one, other] = [rank(a), rank(b)]
    return one[0] - other[0] || one[1] - other[1] || (a < b ? -1 : 1)
  })
}

/** goLive → go live */
function spoken(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

function sentenceCase(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
