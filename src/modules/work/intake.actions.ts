import { defineAction } from '../../kernel/action.ts'
import type { ActionContext } from '../../kernel/action.ts'
import { select } from '../../kernel/database.ts'
import { saveRows } from '../../kernel/rows.ts'
import { newId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { mappingProblem } from '../transfer/mapping.ts'
import { Scattered } from '../transfer/record-group.ts'
import { Refused } from '../transfer/record-mend.ts'
import type { OpenFile } from '../transfer/record-rows.ts'
import { mayFeed } from './intake.access.ts'
import { cancelImport, importRecords, type ImportCounts } from './intake.contract.ts'
import { hashedFile, incomingOf, prepared, sentFile, type Prepared } from './intake.reading.actions.ts'
import { noteImport, standingOf } from './intake.store.ts'
import { takeIn, type Taken } from './intake.taking.actions.ts'

type Context = ActionContext<unknown, unknown>

/** Whoever watches an import on the machine itself: a throw ends it, and nothing of it stays. */
export type Watching = (counts: ImportCounts) => void

/** The action that imports records; `file` is one on this machine, read piece by piece, in place of the one that is sent. */
export function importingRecords(file?: OpenFile, watching?: Watching) {
  return defineAction({
    contract: importRecords,
    load: async () => undefined,
    access: mayFeed,
    run: async (context) => {
      const { input, tx, tenant, at } = context
      const source = hashedFile(file ?? sentFile(input.file))
      const ready = await prepared(tx, tenant, source, input, at)
      if (ready.suggested) throw new Problem('invalid', 'Give a mapping; a preview suggests one.', [{ path: 'mapping', message: 'Give a mapping.' }])
      if (ready.faults.length > 0) throw mappingProblem(ready.faults)
      const running = new Running(context, ready, input.import ?? newId(at.getTime()), watching)
      const refused = new Refused(ready.open.header, ready.mapping.source)
      const taken = await running.through(() => taking(context, ready, source, refused, running))
      const name = source.name.split(/[\\/]/).pop()!
      const mend = refused.mend()
      await running.ended(tx, taken.counts, refused, mend)
      const { id, key, title } = ready.routine
      return {
        output: {
          import: running.id, routine: { key, title }, counts: taken.counts, rejected: refused.first, faultsByKind: refused.kinds(), notices: noticesOf(ready), mend, firstKey: taken.firstKey, lastKey: taken.lastKey,
        },
        entry: { subject: { kind: 'routine', id, key }, rows: taken.entryRows, reason: input.reason, bulk: { file: `${name} sha256:${source.digest()}`, counts: { ...taken.counts } } },
      }
    },
  })
}

export const importRecordsAction = importingRecords()

/** Takes the cases as they stand; where the rows of a case stand apart, all is undone and they are gathered first. */
async function taking(context: Context, ready: Prepared, source: OpenFile, refused: Refused, running: Running): Promise<Taken> {
  const { tx } = context
  const options = { onFault: refused.add.bind(refused), onProgress: (counts: ImportCounts) => running.progress(counts) }
  await select(tx, 'savepoint before_cases', [])
  try {
    return await takeIn(context, ready.ground, ready.mapping.system, await incomingOf(source, ready, false), options)
  } catch (error) {
    if (!(error instanceof Scattered)) throw error
    await select(tx, 'rollback to savepoint before_cases', [])
    const anew = new Refused(ready.open.header, ready.mapping.source)
    const taken = await takeIn(context, ready.ground, ready.mapping.system, await incomingOf(source, ready, true), { ...options, onFault: anew.add.bind(anew) })
    refused.become(anew)
    return taken
  }
}

/** What was left out since nobody and nothing here is called so, and what the file said of itself. */
export function noticesOf({ open, ground, compiled }: Prepared): string[] {
  const left = [...ground.left].map(([target, names]) => {
    const shown = [...names.keys()].slice(0, 3).map((name) => `"${name.slice(0, 40)}"`).join(', ')
    const column = compiled.columns[target] ?? target
    return `${column}: ${names.size.toLocaleString('en')} ${names.size === 1 ? 'name is' : 'names are'} unknown here and ${names.size === 1 ? 'was' : 'were'} left out: ${shown}${names.size > 3 ? ' …' : ''}`
  })
  return [...open.notices, ...left]
}

/** An import that is under way: tells now and then how far it is, for whoever waits, and hears when somebody asks for its end. */
class Running {
  readonly id: string
  readonly #context: Context
  readonly #ready: Prepared
  readonly #watching: Watching | undefined
  #toldAt = performance.now()
  #told = false
  #last: ImportCounts = { cases: 0, created: 0, changed: 0, unchanged: 0, refused: 0, events: 0 }

  constructor(context: Context, ready: Prepared, id: string, watching: Watching | undefined) {
    this.id = id
    this.#context = context
    this.#ready = ready
    this.#watching = watching
  }

  async progress(counts: ImportCounts): Promise<void> {
    this.#last = { ...counts }
    this.#watching?.(counts)
    if (performance.now() - this.#toldAt < 1500) return
    this.#toldAt = performance.now()
    this.#told = true
    const cancelled = await this.#context.apart((tx) => noteImport(tx, { ...this.#row(), state: 'running' }))
    if (cancelled) throw new Problem('conflict', 'The import was cancelled; nothing of it was kept.')
  }

  /** Runs what is to be done; where it fails after it was told of, its end is told as well. */
  async through<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      const state = error instanceof Problem && error.type === 'conflict' ? 'cancelled' : 'failed'
      if (this.#told) await this.#context.apart((tx) => noteImport(tx, { ...this.#row(), state, said: error instanceof Problem ? error.message : 'It failed; nothing of it was kept.' })).catch(() => {})
      throw error
    }
  }

  async ended(tx: Context['tx'], counts: ImportCounts, refused: Refused, mend: string | null): Promise<void> {
    await noteImport(tx, { ...this.#row(), state: 'done', counts: JSON.stringify(counts), faults: JSON.stringify(refused.kinds()), mend })
  }

  #row() {
    const { at, actor } = this.#context
    return {
      id: this.id, file: this.#ready.open.file.split(/[\\/]/).pop()!, routine_id: this.#ready.routine.id, by: actor.id, started_at: at.toISOString(), seen_at: new Date().toISOString(), counts: JSON.stringify(this.#last), faults: '[]', said: '', mend: null,
    }
  }
}

export const cancelImportAction = defineAction({
  contract: cancelImport,
  load: (tx, input) => standingOf(tx, input.import),
  access: mayFeed,
  run: async ({ input, loaded, tx, at, entryId, actor }) => {
    if (loaded.cancelled || (loaded.state !== null && loaded.state !== 'running')) throw new Problem('conflict', 'This import has ended already.')
    const rows = await saveRows(tx, entryId, at, [{ subject: 'importCancellation', id: input.import, revision: 1, columns: { by: actor.id, asked_at: at.toISOString() } }])
    return { output: { import: input.import }, entry: { subject: { kind: 'import', id: input.import }, rows } }
  },
})
