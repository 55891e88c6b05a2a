import { dayOf } from '../../shared/days.ts'
import { isId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { signNames, vitalSigns } from '../../shared/signs.ts'
import { byKey } from '../../shared/sorting.ts'
import { byAdministration, byMembership } from '../../kernel/access.ts'
import type { Tenant } from '../../kernel/access.ts'
import type { Tx } from '../../kernel/database.ts'
import { namesOf } from '../../kernel/element.find.ts'
import { digest } from '../../kernel/hash.ts'
import { defineQuery } from '../../kernel/query.ts'
import { systemAsOf } from '../../kernel/system.ts'
import type { System } from '../../shared/system.ts'
import { missingOf } from '../xray/xray.ts'
import { baselineText, lackingIn, movedBetween, shortAuthorities } from './live.ts'
import { baselineDifference, deniedList, getBaseline, listBaselines, liveReadiness } from './organisation.contract.ts'
import { listAuthorityHolders, listBaselineRows, listDenials, maybeFindFounder, maybeFindFreezer } from './organisation.store.ts'
import type { BaselineRow } from './organisation.store.ts'

const shownMissing = 500

export const readinessQuery = defineQuery({
  contract: liveReadiness,
  access: byMembership,
  run: async ({ tx, tenant, moment }) => {
    const [holders, founder, system] = await Promise.all([listAuthorityHolders(tx, dayOf(moment.at, tenant.timeZone), moment.at), maybeFindFounder(tx), systemAsOf(tx, tenant, moment)])
    const signs = [...vitalSigns(system, missingOf).values()].flat()
    const lacking = lackingIn(system, missingOf)
    return {
      live: tenant.liveAt !== null, short: shortAuthorities(holders), founderName: founder?.name ?? null,
      signs: signNames.map((sign) => ({ sign, ...countsOf(signs.filter((each) => each.sign === sign)) })), missing: lacking.slice(0, shownMissing), missingInAll: lacking.length,
    }
  },
})

function countsOf(signs: readonly { state: 'yes' | 'no' | 'unknown' }[]) {
  const count = (state: string) => signs.filter((each) => each.state === state).length
  return { yes: count('yes'), no: count('no'), unknown: count('unknown') }
}

export const listBaselinesQuery = defineQuery({
  contract: listBaselines,
  access: byMembership,
  run: async ({ tx }) => {
    const rows = await listBaselineRows(tx)
    const names = await namesOf(tx, rows.map((row) => row.accepted_by))
    return { rows: rows.map((row) => baselineOf(row, names)) }
  },
})

export const getBaselineQuery = defineQuery({
  contract: getBaseline,
  access: byMembership,
  run: async ({ tx, input, tenant }) => {
    const rows = await listBaselineRows(tx)
    const row = await findBaseline(tx, input.baseline)
    const by = await maybeFindFreezer(tx, row.id)
    const person = by?.startsWith('person:') ? by.slice('person:'.length) : null
    const [names, system] = await Promise.all([namesOf(tx, [row.accepted_by, person]), systemOf(tx, tenant, row)])
    return {
      ...baselineOf(row, names), frozenBy: person ? (names.get(person) ?? '') : by, holds: digest(baselineText(system)) === row.hash,
      elements: system.elements.map(({ key, kind, title, version }) => ({ key, kind, title, version })).sort(byKey), holders: system.holders.length,
      others: rows.filter(({ id }) => id !== row.id).map(({ id, occasion, at }) => ({ id, occasion, at: at.toISOString() })),
    }
  },
})

export const baselineDifferenceQuery = defineQuery({
  contract: baselineDifference,
  access: byMembership,
  run: async ({ tx, input, tenant, moment }) => {
    const [before, other] = [await findBaseline(tx, input.baseline), input.to === undefined ? null : await findBaseline(tx, input.to)]
    return movedBetween(await systemOf(tx, tenant, before), other ? await systemOf(tx, tenant, other) : await systemAsOf(tx, tenant, { ...moment, live: false }))
  },
})

async function findBaseline(tx: Tx, reference: string): Promise<BaselineRow> {
  const [row] = reference === 'last' ? await listBaselineRows(tx) : isId(reference) ? await listBaselineRows(tx, reference) : []
  if (!row) throw new Problem('notFound', `There is no baseline ${reference} here.`)
  return row
}

/** The system as a baseline froze it. */
function systemOf(tx: Tx, tenant: Tenant, { at }: BaselineRow): Promise<System> {
  return systemAsOf(tx, tenant, { on: dayOf(at, tenant.timeZone), at, live: false })
}

function baselineOf(row: BaselineRow, names: ReadonlyMap<string, string>) {
  return {
    id: row.id, occasion: row.occasion, at: row.at.toISOString(), hash: row.hash, acceptedBy: row.accepted_by ? { id: row.accepted_by, name: names.get(row.accepted_by) ?? '' } : null,
    singleHanded: row.single_handed_by !== null, missing: JSON.parse(row.missing) as Record<string, string[]>, approvers: JSON.parse(row.approvers) as { authority: string; holders: number }[],
  }
}

export const denialsQuery = defineQuery({
  contract: deniedList,
  access: byAdministration,
  run: async ({ tx, input }) => ({ rows: (await listDenials(tx, input.limit)).map((d) => ({ ...d, at: d.at.toISOString() })) }),
})
