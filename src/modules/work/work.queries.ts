import { byMembership, personOf } from '../../kernel/access.ts'
import type { Actor, Tenant } from '../../kernel/access.ts'
import type { Tx } from '../../kernel/database.ts'
import { findReferences } from '../../kernel/element.find.ts'
import { defineQuery } from '../../kernel/query.ts'
import { dayOf } from '../../shared/days.ts'
import { keptOut } from '../routines/engine.fill.ts'
import { beginsDeclared, formOf } from './form.ts'
import { countOpen, countOverdue, listRecords, listWaiting } from './list.store.ts'
import type { Listed } from './list.store.ts'
import { loadRoutine, loadVersion, routineAmong } from './loading.store.ts'
import { pastBoard } from './past-board.queries.ts'
import { mayApprove, mayRaise } from './record.access.ts'
import { recordContracts, recordQueries } from './record.contract.ts'
import { narrow, rowsOf } from './record.queries.ts'
import type { RecordRow } from './record.contract.ts'
import { findStamp } from './record.store.ts'
import type { Surroundings } from './surroundings.ts'
import { findRoutine, surroundingsOf, surroundingsOn } from './surroundings.store.ts'

/** One column per step, each a list of its own by its own index; how many there are is kept, not counted. */
export const boardQuery = defineQuery({
  contract: recordQueries.board,
  access: byMembership,
  run: async ({ tx, input, actor, moment }) => {
    if (!moment.live) return pastBoard(tx, input, { actor, moment, stamp: await findStamp(tx), refs: await findReferences(tx, input.service ? [input.service] : []) })
    const { routine, around: surroundings } = await loadRoutine(tx, input.routine, moment.at)
    const refs = await findReferences(tx, input.service ? [input.service] : [])
    const narrowed = await narrow(tx, { ...input, routine: routine.id, state: undefined }, { actor, at: moment.at }, surroundings, refs)
    const open = new Map((await countOpen(tx)).filter((each) => each.routineId === routine.id).map((each) => [each.state, each.open]))
    const steps = routine.body.steps.filter((step) => !input.state || step.id === input.state)
    const columns = await Promise.all(steps.map(async (step) => {
      const found = await listRecords(tx, { ...narrowed, state: step.id }, { sort: input.standing === 'open' ? 'priority' : 'number', direction: input.standing === 'open' ? 'asc' : 'desc', limit: input.limit, standing: input.standing })
      return { state: step.id, name: step.name, process: step.process, end: step.end, open: open.get(step.id) ?? 0, rows: await rowsOf(tx, found.rows, surroundings), next: found.next }
    }))
    return { routine: { id: routine.id, key: routine.key, kind: 'routine', title: routine.title }, columns, lookedTo: null, abilities: [recordContracts.create.name, recordContracts.advance.name] }
  },
})

export const countsQuery = defineQuery({
  contract: recordQueries.counts,
  access: byMembership,
  run: async ({ tx, moment }) => {
    const surroundings = await surroundingsOn(tx, await findStamp(tx), moment)
    const routines = [...surroundings.routines.values()]
    const [counts, overdue] = !moment.live ? [[], new Map<string, number>()] : await Promise.all([countOpen(tx), countOverdue(tx, routines.map((each) => each.id), moment.at.toISOString())])
    const rows = []
    for (const each of routines) {
      const { body } = await findRoutine(tx, each.id, each.version)
      const own = new Map(counts.filter((count) => count.routineId === each.id).map((count) => [count.state, count.open]))
      const names = new Map(body.steps.map((step) => [step.id, step.name]))
      const states = [...body.steps.map((step) => step.id), ...[...own.keys()].filter((state) => !names.has(state))].map((state) => ({ state, name: names.get(state) ?? state, open: moment.live ? (own.get(state) ?? 0) : null }))
      const { id, key, kind, title } = each
      rows.push({ routine: { id, key, kind, title }, noun: body.recordNoun, prefix: body.recordPrefix, open: moment.live ? states.reduce((sum, state) => sum + (state.open ?? 0), 0) : null, overdue: moment.live ? (overdue.get(id) ?? 0) : null, states })
    }
    return { routines: rows }
  },
})

export const formQuery = defineQuery({
  contract: recordQueries.form,
  access: byMembership,
  run: async ({ tx, input, actor, tenant, moment }) => {
    const loaded = await routineAmong(tx, await surroundingsOn(tx, await findStamp(tx), moment), input.routine, moment.at)
    const verdict = mayRaise({ actor, tenant, verb: recordContracts.create.name }, loaded)
    return { ...formOf(loaded.routine, tenant.timeZone), allowed: 'as' in verdict, refusal: 'refused' in verdict ? verdict.refused : '' }
  },
})

export const raisableQuery = defineQuery({
  contract: recordQueries.raisable,
  access: byMembership,
  run: async ({ tx, actor, tenant, moment }) => {
    const surroundings = await surroundingsOf(tx, await findStamp(tx), moment.at)
    const routines = []
    for (const each of surroundings.routines.values()) {
      const { routine } = await loadVersion(tx, surroundings, each, moment.at)
      if (routine.body.steps.length === 0) continue
      const verdict = mayRaise({ actor, tenant, verb: recordContracts.create.name }, { routine, around: surroundings })
      const { id, key, kind, title } = each
      routines.push({
        routine: { id, key, kind, title }, noun: routine.body.recordNoun, trigger: routine.body.trigger, allowed: 'as' in verdict, refusal: 'refused' in verdict ? verdict.refused : '', declares: beginsDeclared(routine.body), findingsIn: routine.body.findingsIn,
        catalogue: routine.body.catalogue.map((item) => ({ id: item.id, name: item.name, hint: item.hint })),
      })
    }
    return { routines }
  },
})

type Mine = { tx: Tx; actor: Actor; tenant: Tenant; surroundings: Surroundings; me: string; on: string; limit: number }

export const mineQuery = defineQuery({
  contract: recordQueries.mine,
  access: byMembership,
  run: async ({ tx, input, actor, tenant, moment }) => {
    const me = personOf(actor)
    if (me === null) return { mine: [], roles: [], approvals: [], watched: [], open: 0 }
    const surroundings = await surroundingsOf(tx, await findStamp(tx), moment.at)
    const asked: Mine = { tx, actor, tenant, surroundings, me, on: dayOf(moment.at, tenant.timeZone), limit: input.limit }
    const order = { sort: 'priority', direction: 'asc', limit: input.limit, standing: 'open' } as const
    const held = actor.type === 'person' || actor.type === 'token' ? actor.grants.filter((grant) => grant.roleId !== null) : []
    const [own, watched, ofRoles] = await Promise.all([
      listRecords(tx, { assignee: me }, order), listRecords(tx, { watchedBy: me }, { ...order, sort: 'changed', direction: 'desc' }),
      listWaiting(tx, held.map((grant) => ({ roleId: grant.roleId!, elementId: grant.elementId })), input.limit),
    ])
    const [mine, roles, watchedRows, approvals] = [await rowsOf(tx, own.rows, surroundings), await rowsOf(tx, ofRoles, surroundings), await rowsOf(tx, watched.rows, surroundings), await approvalsFor(asked)]
    return { mine, roles, approvals, watched: watchedRows, open: mine.length + roles.length + approvals.length }
  },
})

/** Records in a step whose approval waits for somebody who holds its role, did not decide yet and is not kept out. */
async function approvalsFor({ tx, actor, tenant, surroundings, me, limit }: Mine) {
  const found: (RecordRow & { approval: string })[] = []
  for (const inForce of surroundings.routines.values()) {
    const current = await findRoutine(tx, inForce.id, inForce.version)
    for (const step of current.body.steps.filter((each) => each.approvals.length > 0)) {
      const { rows } = await listRecords(tx, { routine: inForce.id, state: step.id }, { sort: 'priority', direction: 'asc', limit: Math.min(limit, 50), standing: 'open' })
      for (const each of rows) found.push(...(await waitingIn(each)))
    }
  }
  return found.slice(0, limit)

  async function waitingIn(listed: Listed) {
    const { record } = listed.stored
    const routine = await findRoutine(tx, record.routineId, record.routineVersion)
    const step = routine.body.steps.find((each) => each.id === record.state)
    const open = (step?.approvals ?? []).filter((approval) => {
      const decided = record.approvals.some((each) => each.approval === approval.id && each.personId === me)
      const barred = tenant.singleHandedBy !== me && keptOut(record, approval.excluding, me) !== ''
      return !decided && !barred && 'as' in mayApprove({ actor, tenant, verb: recordContracts.approve.name }, { stored: listed.stored, routine, around: surroundings }, approval.id)
    })
    if (open.length === 0) return []
    const [row] = await rowsOf(tx, [listed], surroundings)
    return open.map((approval) => ({ ...row!, approval: approval.name }))
  }
}
