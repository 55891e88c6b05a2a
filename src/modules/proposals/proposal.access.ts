import { byAuthority, byOneself, personOf } from '../../kernel/access.ts'
import type { Asked, Verdict } from '../../kernel/access.ts'
import type { Element } from '../../kernel/element.ts'
import { writersOf } from './proposal.ts'
import type { Carried, Proposal } from './proposal.ts'

/** The elements of a proposal for which somebody may speak, by the authority to approve their kinds within its reach. */
export function spokenForBy(question: Asked, carried: readonly Carried[]): { carried: Carried[]; as: string } {
  const verdicts = carried.map((each) => [each, byAuthority({ ...question, verb: `${each.element.kind}.approve` }, each.element.id)] as const)
  const roles = verdicts.flatMap(([, verdict]) => ('as' in verdict ? [verdict.as] : []))
  return { carried: verdicts.flatMap(([each, verdict]) => ('as' in verdict ? [each] : [])), as: [...new Set(roles)].join(', ') }
}

/** Who may decide: the authority to approve at least one element in it, and never whoever wrote part of it; single-handed excepted by name. */
export function mayDecide(question: Asked, proposal: Proposal, carried: readonly Carried[]): Verdict {
  const { actor, tenant } = question
  const person = personOf(actor)
  const wrote = proposal.author === actor.id || (person !== null && writersOf(proposal, carried).has(person))
  if (wrote && (person === null || tenant.singleHandedBy !== person)) return { refused: `You wrote part of ${proposal.key}; somebody else who holds the role decides it.` }
  const mine = spokenForBy(question, carried)
  if (mine.carried.length > 0) return { as: mine.as }
  const kind = carried[0]?.element.kind
  return kind ? byAuthority({ ...question, verb: `${kind}.approve` }) : byAuthority(question)
}

/** Whoever opened it, or holds the authority, takes it back. */
export function mayWithdraw(question: Asked, proposal: Proposal): Verdict {
  const person = personOf(question.actor)
  const own = proposal.author === question.actor.id || (person !== null && question.actor.type === 'person' && proposal.authorPerson === person)
  return own && person !== null ? byOneself(question, person) : byAuthority(question)
}

/** Refused where somebody may not propose to retire one of these; undefined where they may. */
export function barredFromRetiring(question: Asked, elements: readonly Pick<Element, 'id' | 'kind'>[]): { refused: string } | undefined {
  const barred = elements.find(({ id, kind }) => 'refused' in byAuthority({ ...question, verb: `${kind}.retire` }, id))
  return barred && { refused: `None of your roles may ${barred.kind}.retire. Ask whoever holds a role with that authority to propose it.` }
}

/** Who may draft an element of that kind changes its draft in a proposal too. */
export function mayRevise(question: Asked, { element }: Pick<Carried, 'element'>): Verdict {
  return byAuthority({ ...question, verb: `${element.kind}.draft` }, element.id)
}

/** Everybody who belongs here has a say, though not a vote. */
export function mayComment(question: Asked): Verdict {
  const { actor, verb } = question
  if (actor.type === 'person') return { as: 'member' }
  if (actor.type === 'token' && (actor.scopes.includes('write') || actor.scopes.includes(verb))) return { as: 'member' }
  return { refused: `A ${actor.type} may not ${verb}.` }
}
