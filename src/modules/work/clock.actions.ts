import { Problem } from '../../shared/problem.ts'
import { defineAction } from '../../kernel/action.ts'
import { beatsDue } from '../routines/engine.clock.ts'
import type { Plan } from '../routines/engine.plan.ts'
import { fireContract } from './clock.contract.ts'
import { beginDeed, concludeDeed, happen, planFor } from './happening.actions.ts'
import { loadRecord, loadVersion } from './loading.store.ts'
import { mayOversee } from './record.access.ts'
import { recordContracts } from './record.contract.ts'
import { keyOf } from './stored.ts'
import type { LoadedRecord } from './loading.store.ts'

const none = (record: string) => new Problem('conflict', `${record} has nothing that is due.`)

/** Everything that is due on a record, in its order and each once, in one entry of the ledger. A second clock that comes meanwhile finds nothing, or its position taken. */
export const fireRecordAction = defineAction({
  contract: fireContract,
  load: (tx, input, at) => loadRecord(tx, input.record, at),
  access: ({ actor, verb }) => (actor.type === 'job' ? { as: 'clock' } : { refused: `Only a clock may ${verb}.` }),
  run: async (context) => {
    const { loaded, at } = context
    const deed = beginDeed(context)
    let stored = loaded.stored
    for (let turns = 0; turns < mostBeats; turns++) {
      const [next] = beatsDue(planFor(deed, loaded, stored.record), stored.record, at)
      if (!next || !stored.open) break
      stored = await happen(deed, loaded, stored, { type: 'fire', clock: next.clock, beat: next.beat })
    }
    if (deed.events.length === 0) throw none(keyOf(stored))
    return concludeDeed(deed, stored)
  },
})

/** Beats that one action fires at most: a routine has at most 20 clocks of 10 beats. */
const mostBeats = 200

const { migrate } = recordContracts
type Wanted = LoadedRecord & { newest: Awaited<ReturnType<typeof loadVersion>> | undefined }

export const migrateRecordAction = defineAction({
  contract: migrate,
  load: async (tx, input, at) => {
    const wanted: Wanted[] = []
    for (const reference of new Set(input.records)) {
      const loaded = await loadRecord(tx, reference, at)
      const inForce = loaded.around.routines.get(loaded.routine.id)
      wanted.push({ ...loaded, newest: inForce && (await loadVersion(tx, loaded.around, inForce, at)) })
    }
    return { ...wanted[0]!, wanted }
  },
  access: (question) => {
    const verdicts = question.loaded.wanted.map((each) => mayOversee(question, each))
    return verdicts.find((each) => 'refused' in each) ?? verdicts[0]!
  },
  run: async (context) => {
    const { input, loaded: { wanted } } = context
    const deed = beginDeed(context, input.reason)
    const kept: { key: string; why: string }[] = []
    for (const each of wanted) {
      const why = await moved(each, async (to) => {
        await happen(deed, each, each.stored, { type: 'migrate', to, states: input.states, reason: input.reason })
      }, (newest) => planFor(deed, newest, each.stored.record))
      if (why !== '') kept.push({ key: keyOf(each.stored), why })
    }
    const first = deed.events[0]?.after
    if (!first) throw new Problem('unprocessable', `Nothing was moved: ${kept[0]?.why ?? 'there is no newer version.'}`, kept.map((each) => ({ path: each.key, message: each.why })))
    const { entry, live } = await concludeDeed(deed, first)
    return { output: { moved: deed.events.length, kept }, entry, live }
  },
})

/** Moves one record, or answers why it stays. */
async function moved(each: Wanted, move: (to: Plan) => Promise<void>, planned: (newest: NonNullable<Wanted['newest']>) => Plan): Promise<string> {
  const { stored, routine, newest } = each
  if (!stored.open) return 'It is closed.'
  if (!newest) return `${routine.title} is not in force any more.`
  if (newest.routine.version <= routine.version) return `It runs under version ${routine.version} already.`
  try {
    await move(planned(newest))
    return ''
  } catch (error) {
    if (error instanceof Problem && error.type === 'unprocessable') return error.message
    throw error
  }
}
