import type { SystemElement } from '../../shared/system.ts'
import { bodyOf } from './a3.bodies.ts'
import type { A3Page, ElementRef, MeasureRow, PolicyRow, RoutineRow, SignCount } from './a3.contract.ts'
import { refOf, standingOf, type Frame } from './a3.frame.ts'
import { signNames, signTitles, type Sign } from '../../shared/signs.ts'
import { targetText } from './a3.words.ts'

export function policiesOf(frame: Frame): PolicyRow[] {
  return frame.of('policy').map((policy) => {
    const { theme, statement, principles } = bodyOf.policy(policy)
    return {
      policy: refOf(policy),
      theme,
      statement,
      principles: principles.map((principle) => principle.text),
      objectives: servedBy(policy, 'objective', frame),
      obligations: servedBy(policy, 'obligation', frame),
      governs: policy.links.filter((link) => link.type === 'governs' && frame.find(link.to)).length,
      standing: standingOf(policy, frame),
    }
  })
}

function servedBy(policy: SystemElement, kind: string, frame: Frame): ElementRef[] {
  const served = policy.links.flatMap((link) => (link.type === 'serves' ? (frame.find(link.to) ?? []) : []))
  return [...new Set(served)].filter((element) => element.kind === kind).map(refOf)
}

/** The eight routines that every system of this kind has, in the order in which they are read. */
const coreTitles = [/^(?!.*major).*incident/i, /major incident/i, /change/i, /request/i, /problem/i, /supplier/i, /risk/i, /config|asset/i]
const coreLines = 8

/** All routines; the eight core ones first, filled up by others where some of them are missing. */
export function routinesOf(frame: Frame): RoutineRow[] {
  const rank = (routine: SystemElement) => {
    const at = coreTitles.findIndex((title) => title.test(routine.title))
    return at < 0 ? coreTitles.length : at
  }
  const ordered = frame.of('routine').map((routine) => ({ routine, rank: rank(routine) })).sort((a, b) => a.rank - b.rank)
  return ordered.map(({ routine }, at) => ({ routine: refOf(routine), core: at < coreLines, steps: bodyOf.routine(routine).steps, records: null }))
}

export function measuresOf(frame: Frame): MeasureRow[] {
  return frame.of('measure').map((measure) => {
    const body = bodyOf.measure(measure)
    return { measure: refOf(measure), period: body.period, target: targetText(body.target, body.direction, body.unit), value: null, trend: [], targetNumber: body.target }
  })
}

const elementsNamed = 20

/** Is it alive: for each sign how many elements show it, how many do not, how many nobody can know yet, and why. */
export function vitalSignsOf(frame: Frame): A3Page['vitalSigns'] {
  const carriers = [...frame.signs.keys()].flatMap((id) => frame.find(id) ?? [])
  const signs = signNames.map((name, at): SignCount => {
    const all = carriers.map((element) => ({ element, sign: frame.signs.get(element.id)![at]! }))
    const count = (state: Sign['state']) => all.filter((one) => one.sign.state === state).length
    return { sign: name, title: signTitles[name], yes: count('yes'), no: count('no'), unknown: count('unknown'), of: all.length, reasons: reasonsOf(all) }
  })
  return { elements: carriers.length, drafts: carriers.filter((element) => element.status === 'draft').length, signs }
}

function reasonsOf(all: { element: SystemElement; sign: Sign }[]): SignCount['reasons'] {
  const byReason = new Map<string, SignCount['reasons'][number]>()
  for (const { element, sign } of all) {
    if (sign.state === 'yes') continue
    const known = byReason.get(`${sign.state} ${sign.reason}`)
    if (!known) byReason.set(`${sign.state} ${sign.reason}`, { reason: sign.reason, mend: sign.mend, state: sign.state, count: 1, elements: [refOf(element)] })
    else {
      known.count++
      if (known.elements.length < elementsNamed) known.elements.push(refOf(element))
    }
  }
  return [...byReason.values()].sort((a, b) => a.state.localeCompare(b.state) || b.count - a.count)
}
