import { byMembership } from '../../kernel/access.ts'
import { defineQuery } from '../../kernel/query.ts'
import { stateUnder } from '../routines/engine.migrate.ts'
import { listBehind } from './list.store.ts'
import { loadRoutine } from './loading.store.ts'
import { recordQueries } from './record.contract.ts'
import { keyOf } from './stored.ts'
import { planOf } from './surroundings.ts'
import { findRoutine } from './surroundings.store.ts'

/** What would become of open records of older versions; nothing is changed. */
export const migrationQuery = defineQuery({
  contract: recordQueries.migration,
  access: byMembership,
  run: async ({ tx, input, tenant, moment }) => {
    const { routine, around, thresholds } = await loadRoutine(tx, input.routine, moment.at)
    const plan = planOf(routine, around, { timeZone: tenant.timeZone, on: moment.on, thresholds })
    const { groups, records } = await listBehind(tx, routine.id, routine.version, 200)
    const states = []
    const clocks = new Map<string, { name: string; text: string }>()
    for (const { version, state, open } of groups) {
      const older = await findRoutine(tx, routine.id, version)
      states.push({ version, state, name: older.body.steps.find((step) => step.id === state)?.name ?? state, open, becomes: stateUnder(plan, { state }, {}) ?? null })
      for (const clock of older.body.clocks) {
        const next = routine.body.clocks.find((each) => each.id === clock.id)
        if (!next) clocks.set(clock.id, { name: clock.name, text: 'It ends without a judgement; the newest version has no such clock.' })
        else if (JSON.stringify(next.targets) !== JSON.stringify(clock.targets)) clocks.set(clock.id, { name: next.name, text: 'It goes on towards the target of the newest version; the time used stays.' })
      }
    }
    return {
      routine: { id: routine.id, key: routine.key, kind: 'routine', title: routine.title }, version: routine.version, behind: groups.reduce((sum, each) => sum + each.open, 0), states, steps: routine.body.steps.map(({ id, name }) => ({ id, name })), clocks: [...clocks.values()],
      records: records.map((each) => ({ id: each.id, key: keyOf(each), title: each.record.title, version: each.record.routineVersion, state: each.record.state })),
    }
  },
})
