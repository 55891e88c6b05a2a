import type { z } from 'zod'
import type { ActionContract } from '../../shared/contract.ts'
import { newId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import type { AccessQuestion, Verdict } from '../../kernel/access.ts'
import { defineAction } from '../../kernel/action.ts'
import type { Tx } from '../../kernel/database.ts'
import type { FieldValues, Happening } from '../routines/engine.plan.ts'
import { demandRevision } from './conflict.store.ts'
import { beginDeed, concludeDeed, happen } from './happening.actions.ts'
import { linkChange } from './link.ts'
import { loadRecord, loadRoutine } from './loading.store.ts'
import type { LoadedRecord } from './loading.store.ts'
import { mayAct, mayApprove, mayFill, mayOversee, mayRaise } from './record.access.ts'
import { recordContracts } from './record.contract.ts'
import type { recordReceipt } from './record.contract.ts'
import { maybeFindRecord } from './record.store.ts'

const { create, advance, fill, prioritise, assign, approve, refuse, close, mark, correct } = recordContracts

type On = { record: string; revision: number; reason?: string | undefined; fields?: FieldValues | undefined }
type Given<I extends z.ZodType> = z.infer<I> & On

type Deciding<I extends z.ZodType> = {
  access: (question: AccessQuestion<LoadedRecord> & { input: z.infer<I> }) => Verdict
  happening: (input: Given<I>, loaded: LoadedRecord) => Happening
}

/** Everything that happens to one record in the same way: found, asked of the engine, written with one entry. */
function onRecord<I extends z.ZodType<On>>(contract: ActionContract<I, typeof recordReceipt>, { access, happening }: Deciding<I>) {
  return defineAction({
    contract,
    load: (tx: Tx, input: z.infer<I>, at: Date) => loadRecord(tx, input.record, at, input),
    access,
    run: async (context) => {
      const { input, loaded, tx } = context
      await demandRevision(tx, loaded.stored, input.revision)
      const deed = beginDeed(context, input.reason)
      const after = await happen(deed, loaded, loaded.stored, happening(input as Given<I>, loaded))
      return concludeDeed(deed, after)
    },
  })
}

/** Only what was given: the engine tells what is absent from what is emptied. */
function given<T extends object>(values: T): { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as ReturnType<typeof given<T>>
}

export const createRecordAction = defineAction({
  contract: create,
  load: async (tx, input, at) => {
    const [loaded, from] = await Promise.all([loadRoutine(tx, input.routine, at, input), input.raisedFrom ? maybeFindRecord(tx, input.raisedFrom) : undefined])
    return { ...loaded, from: from?.stored }
  },
  access: (question) => mayRaise(question, question.loaded),
  run: async (context) => {
    const { input, loaded, at } = context
    if (input.raisedFrom && !loaded.from) throw new Problem('notFound', `There is no record ${input.raisedFrom} here.`, [{ path: 'raisedFrom', message: 'Name a record that there is.' }])
    const deed = beginDeed(context, input.reason)
    const { title, catalogueItem, priority, occurredAt, detectedAt } = input
    const happening: Happening = { type: 'create', title, ...given({ catalogueItem, priority, occurredAt, detectedAt }), fields: loaded.named.fields ?? {}, places: loaded.named.places }
    const after = await happen(deed, loaded, null, happening, loaded.from ? { raisedFrom: loaded.from.id } : {})
    if (loaded.from) deed.links.push(linkChange({ id: newId(at.getTime()), fromId: after.id, toId: loaded.from.id, type: 'raised from', standing: 'confirmed', revision: 1 }))
    return concludeDeed(deed, after)
  },
})

export const advanceRecordAction = onRecord(advance, {
  access: (question) => mayAct(question, question.loaded),
  happening: ({ transition, outcome, reason }, { named }) => ({ type: 'advance', transition, ...given({ outcome, reason, fields: named.fields }) }),
})

export const fillRecordAction = onRecord(fill, {
  access: (question) => mayFill(question, question.loaded),
  happening: ({ title }, { named }) => ({ type: 'fill', ...given({ title, fields: named.fields }), places: named.places }),
})

export const prioritiseRecordAction = onRecord(prioritise, {
  access: (question) => mayAct(question, question.loaded),
  happening: ({ priority, reason }) => ({ type: 'prioritise', priority, reason }),
})

export const assignRecordAction = onRecord(assign, {
  access: (question) => mayAct(question, question.loaded),
  happening: ({ role, person }, { around }) => {
    const roleId = role === undefined || role === null ? role : roleNamed(role, around)
    return { type: 'assign', ...given({ roleId, personId: person }) }
  },
})

function roleNamed(reference: string, { roles, roleIds }: LoadedRecord['around']): string {
  const id = roles.has(reference) ? reference : roleIds.get(reference.toUpperCase())
  if (id === undefined) throw new Problem('unprocessable', `role: There is no role ${reference} in force here.`, [{ path: 'role', message: 'Name a role that is in force.' }])
  return id
}

export const approveRecordAction = onRecord(approve, {
  access: (question) => mayApprove(question, question.loaded, question.input.approval),
  happening: ({ approval, reason }) => ({ type: 'approve', approval, ...given({ reason }) }),
})

export const refuseRecordAction = onRecord(refuse, {
  access: (question) => mayApprove(question, question.loaded, question.input.approval),
  happening: ({ approval, reason }) => ({ type: 'refuse', approval, reason }),
})

export const closeRecordAction = onRecord(close, {
  access: (question) => mayAct(question, question.loaded),
  happening: ({ outcome, reason }, { named }) => ({ type: 'close', ...given({ outcome, reason, fields: named.fields }) }),
})

export const markRecordAction = onRecord(mark, {
  access: (question) => mayAct(question, question.loaded),
  happening: ({ instant, at, reason }) => ({ type: 'mark', instant, ...given({ at, reason }) }),
})

export const correctRecordAction = onRecord(correct, {
  access: (question) => mayOversee(question, question.loaded),
  happening: ({ instants, outcome, reason }, { named }) => ({ type: 'correct', reason, ...given({ instants, outcome, fields: named.fields }) }),
})
