import { allowsChangingRoles, changingRoles } from '../../shared/authority.ts'
import { canonicalJson } from '../../shared/canonical.ts'
import { dayOf } from '../../shared/days.ts'
import { newId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { byAuthority, personOf } from '../../kernel/access.ts'
import type { Actor } from '../../kernel/access.ts'
import { defineAction } from '../../kernel/action.ts'
import type { ActionContext } from '../../kernel/action.ts'
import { endFounding } from '../../kernel/founding.ts'
import { digest } from '../../kernel/hash.ts'
import { saveRows } from '../../kernel/rows.ts'
import type { RowChange } from '../../kernel/rows.ts'
import { systemAsOf } from '../../kernel/system.ts'
import { missingOf } from '../xray/xray.ts'
import { baselineText, keysBySign, lackingIn, shortAuthorities } from './live.ts'
import { goLive } from './organisation.contract.ts'
import { findOrganisation, listAuthorityHolders, maybeFindFounder, organisationChange } from './organisation.store.ts'

export const goLiveAction = defineAction({
  contract: goLive,
  load: async (tx) => {
    const [row, founder] = await Promise.all([findOrganisation(tx), maybeFindFounder(tx)])
    return { row, founder }
  },
  access: (question) => {
    const { actor, tenant } = question
    if (tenant.liveAt) return { refused: 'This organisation is live already.' }
    return 'founder' in actor && actor.founder ? byAuthority(question) : { refused: 'Only the founder takes the organisation live.' }
  },
  run: async (context) => {
    const { input, loaded, actor, tenant, at, entryId, tx } = context
    const moment = { on: dayOf(at, tenant.timeZone), at }
    const founder = loaded.founder?.name ?? ''
    await endFounding(tx, at)
    const held = await listAuthorityHolders(tx, moment.on, at)
    demandApprovers(shortAuthorities(held), input.singleHanded, founder)
    if (input.singleHanded !== undefined) demandOwnAuthority(held, actor)
    const lacking = lackingIn(await systemAsOf(tx, tenant, { ...moment, live: true }), missingOf)
    demandAccepted(lacking.length, input.accepts ?? input.singleHanded, founder)
    const hash = digest(baselineText(await systemAsOf(tx, tenant, { ...moment, live: false })))
    const person = personOf(actor)
    const alone = input.singleHanded === undefined ? null : person
    const baseline: RowChange = {
      subject: 'baseline', id: newId(at.getTime()), revision: 1,
      columns: {
        occasion: 'go-live', at: at.toISOString(), hash, accepted_by: lacking.length > 0 ? person : null, single_handed_by: alone, missing: canonicalJson(keysBySign(lacking)),
        approvers: canonicalJson(shortAuthorities(held).map(({ authority, holders }) => ({ authority, holders: holders.length }))),
      },
    }
    const rows = await saveRows(tx, entryId, at, [organisationChange(tenant.id, loaded.row, { live_at: at, single_handed_by: alone, baseline: hash }), baseline])
    return { output: { liveAt: at.toISOString(), baseline: hash, singleHanded: alone !== null }, entry: { subject: { kind: 'organisation', id: tenant.id, key: tenant.key }, rows, reason: reasonOf(context, alone !== null, lacking.length) } }
  },
})

function demandApprovers(short: readonly { authority: string }[], singleHanded: string | undefined, founder: string): void {
  if (singleHanded !== undefined) {
    if (singleHanded.trim() === founder) return
    throw new Problem('unprocessable', `Type your own name, ${founder}, to work single-handed.`, [{ path: 'singleHanded', message: 'Type your own name as it stands in the system.' }])
  }
  if (short.length === 0) return
  const few = short.slice(0, 3).map((s) => s.authority).join(', ')
  throw new Problem('unprocessable', `${short.length} authorities to approve are held by fewer than two people (${few}${short.length > 3 ? ' …' : ''}). Appoint a second holder, or choose to work single-handed by typing your name.`)
}

/** Whoever works single-handed must be able to go on: no one else could. */
function demandOwnAuthority(held: Awaited<ReturnType<typeof listAuthorityHolders>>, actor: Actor): void {
  const own = held.filter((row) => row.person_id === personOf(actor)).flatMap((row) => row.authorities ?? [])
  if (allowsChangingRoles(own)) return
  throw new Problem('unprocessable', `You hold no role that may ${changingRoles.join(', ')}, so nobody could change anything after going live. Appoint yourself to one first.`)
}

/** Nobody goes live past what is missing without having put their name to it. */
function demandAccepted(lacking: number, typed: string | undefined, founder: string): void {
  if (lacking === 0 || typed?.trim() === founder) return
  const what = lacking === 1 ? 'One thing is' : `${lacking} things are`
  throw new Problem('unprocessable', `${what} missing (organisation.readiness lists them). Mend them, or type your name, ${founder}, in "accepts" to go live all the same.`, [{ path: 'accepts', message: `Type your name, ${founder}, as it stands in the system.` }])
}

function reasonOf({ input }: ActionContext<{ reason?: string | undefined }, unknown>, alone: boolean, lacking: number): string | undefined {
  const said = [input.reason, alone ? 'single-handed' : undefined, lacking > 0 ? `${lacking} missing, accepted` : undefined]
  return said.filter(Boolean).join('; ') || undefined
}
