import { randomBytes } from 'node:crypto'
import { byAdministration, personOf } from '../kernel/access.ts'
import { defineAction } from '../kernel/action.ts'
import type { ActionContext } from '../kernel/action.ts'
import { saveRows } from '../kernel/rows.ts'
import { newId } from '../shared/ids.ts'
import { Problem } from '../shared/problem.ts'
import { connectors } from './connectors.ts'
import { settingsOf } from './kinds.ts'
import { changeSource, createSource, endSource, pauseSource, resumeSource } from './source.contract.ts'
import { findSource, insertStanding, saveGoingOn, saveSecret, sourceChange } from './source.store.ts'
import { secretUse } from './source.ts'
import type { Source } from './source.ts'

/** The path to which a tool sends. */
export function pathOf(sourceId: string): string {
  return `/hooks/${sourceId}`
}

export const createSourceAction = defineAction({
  contract: createSource,
  load: async () => undefined,
  access: (question) => (question.actor.type === 'person' ? byAdministration(question) : { refused: 'Sign in to add a source; its secret is shown to a person alone.' }),
  run: async ({ input, actor, at, entryId, tx, vault }) => {
    const settings = settingsOf(input.kind, input.settings)
    const sends = !connectors.has(input.kind)
    if (!sends && input.secret === '') throw new Problem('invalid', 'Give the user or token with which the tool is read.', [{ path: 'secret', message: 'Fill this in.' }])
    if (sends && input.secret !== '') throw new Problem('invalid', 'A tool that sends is given a secret of ours; leave it empty.', [{ path: 'secret', message: 'Leave this empty.' }])
    const secret = sends ? `whsec_${randomBytes(32).toString('base64')}` : input.secret
    const source: Source = {
      id: newId(at.getTime()), name: input.name, kind: input.kind, settings, mapping: input.mapping, everyMinutes: input.everyMinutes, madeBy: personOf(actor)!, createdAt: at, pausedAt: null, endedAt: null, revision: 1,
    }
    await insertStanding(tx, source.id, vault.seal(secretUse, secret), at)
    const rows = await saveRows(tx, entryId, at, [sourceChange(source)])
    return { output: { id: source.id, revision: 1, path: sends ? pathOf(source.id) : null, secret: sends ? secret : null }, entry: { subject: { kind: 'source', id: source.id }, rows } }
  },
})

type Changing = Pick<ActionContext<{ source: string; revision: number }, Source>, 'input' | 'loaded' | 'at' | 'entryId' | 'tx'>

async function changed({ input, loaded, at, entryId, tx }: Changing, columns: Partial<Source>) {
  if (loaded.revision !== input.revision) throw new Problem('conflict', 'Somebody changed this source meanwhile; look at it again.')
  const next = { ...loaded, ...columns, revision: loaded.revision + 1 }
  const rows = await saveRows(tx, entryId, at, [sourceChange(next)])
  return { output: { id: next.id, revision: next.revision }, entry: { subject: { kind: 'source', id: next.id }, rows } }
}

export const changeSourceAction = defineAction({
  contract: changeSource,
  load: (tx, input) => findSource(tx, input.source),
  access: byAdministration,
  run: async (context) => {
    const { input, loaded, tx, vault, at } = context
    const settings = input.settings && settingsOf(loaded.kind, input.settings)
    if (input.secret !== undefined) {
      if (!connectors.has(loaded.kind)) throw new Problem('unprocessable', 'The secret of a tool that sends is ours; end this source and add it anew.')
      await saveSecret(tx, loaded.id, vault.seal(secretUse, input.secret))
    }
    // What was mended is tried at once.
    await saveGoingOn(tx, loaded.id, at, false)
    const given = { name: input.name, settings, mapping: input.mapping, everyMinutes: input.everyMinutes }
    return changed(context, Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)))
  },
})

export const pauseSourceAction = defineAction({
  contract: pauseSource,
  load: (tx, input) => findSource(tx, input.source),
  access: byAdministration,
  run: async (context) => {
    if (context.loaded.pausedAt) throw new Problem('unprocessable', 'This source is paused already.')
    return changed(context, { pausedAt: context.at })
  },
})

export const resumeSourceAction = defineAction({
  contract: resumeSource,
  load: (tx, input) => findSource(tx, input.source),
  access: byAdministration,
  run: async (context) => {
    await saveGoingOn(context.tx, context.loaded.id, context.at, context.input.fromBeginning)
    return changed(context, { pausedAt: null })
  },
})

export const endSourceAction = defineAction({
  contract: endSource,
  load: (tx, input) => findSource(tx, input.source),
  access: byAdministration,
  run: (context) => changed(context, { endedAt: context.at }),
})
