import type { MissingOf } from '../../shared/signs.ts'
import type { System } from '../../shared/system.ts'
import { reviewsOf } from './a3.beats.ts'
import { bodyOf } from './a3.bodies.ts'
import type { A3Page } from './a3.contract.ts'
import { withFlow, type Opened } from './a3.flow.ts'
import { frameOf, refOf, type Frame } from './a3.frame.ts'
import { gapsOf, notesOf } from './a3.gaps.ts'
import { rolesOf, smsOwnerOf } from './a3.roles.ts'
import { measuresOf, policiesOf, routinesOf, vitalSignsOf } from './a3.rows.ts'
import { scopeOf } from './a3.scope.ts'
import { dayText } from './a3.words.ts'

/** What the records of a system add to its page. */
export type Work = { opened: readonly Opened[]; risks: readonly A3Page['risks'][number][] }

/**
 * The A3 of a system as of its day. Pure: the same system gives the same page, whatever the clock says.
 * `work` is what its routines did: how many records were opened on each day before, and which open ones rank highest; `missing` answers what an element's kind still asks for; without it an element in force counts as complete.
 */
export function a3Page(system: System, missing?: MissingOf, work: Work = { opened: [], risks: [] }): A3Page {
  const frame = frameOf(system, missing)
  const { dangling, ...scope } = scopeOf(frame)
  const { reviews, wheel } = reviewsOf(frame)
  const parts = { scope, policies: policiesOf(frame), roles: rolesOf(frame), routines: withFlow(routinesOf(frame), work.opened, system.asOf), measures: measuresOf(frame), reviews, frameworks: [], risks: [...work.risks], sinceReview: [] }
  return {
    model: 1,
    organisation: organisationOf(frame),
    asOf: system.asOf,
    live: system.live,
    baseline: baselineOf(system),
    smsOwner: smsOwnerOf(frame),
    ledger: system.ledger,
    ...parts,
    wheel,
    evidence: { pieces: 0, text: 'No evidence yet' },
    vitalSigns: vitalSignsOf(frame),
    gaps: gapsOf(frame, parts, dangling),
    notes: notesOf(parts),
  }
}

function organisationOf(frame: Frame): A3Page['organisation'] {
  const { id, key, name, timeZone, wentLiveOn, singleHanded, simulated } = frame.system.organisation
  const element = frame.of('organisation')[0]
  const body = bodyOf.organisation(element)
  return { id, key, name: body.name || name, purpose: body.purpose, timeZone, element: element ? refOf(element) : null, wentLiveOn, singleHanded, simulated }
}

function baselineOf({ organisation, asOf }: System): A3Page['baseline'] {
  const on = organisation.wentLiveOn !== null && organisation.wentLiveOn <= asOf ? organisation.wentLiveOn : null
  return { on, text: on === null ? 'None yet: founding' : `First, frozen ${dayText(on)}` }
}
