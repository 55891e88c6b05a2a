import { setImmediate as turn } from 'node:timers/promises'
import type { ActionContext, Owed } from '../../kernel/action.ts'
import { digest } from '../../kernel/hash.ts'
import { itemsCalled } from '../../kernel/item-names.ts'
import { RowTally } from '../../kernel/ledger.ts'
import { numberOf } from '../../kernel/number-blocks.ts'
import { takeNumbers } from '../../kernel/numbers.ts'
import { dayOf } from '../../shared/days.ts'
import { newId } from '../../shared/ids.ts'
import { historyOf, plan, type CaseHistory, type HistoryEvent } from './intake.history.ts'
import { newsOf } from './intake.known.ts'
import type { GivenRow, Incoming, IncomingCase, IntakeFault } from './intake.ts'
import type { IntakeGround } from './intake.resolve.ts'
import { EventCells, eventContent, RecordCells, type EventStamp } from './intake.rows.ts'
import { eventsOfEntry, flushStage, oweWords, saveCounts, saveOperated, type Staged } from './intake.stage.store.ts'
import { findKnown, holdSource, type KnownRecord } from './intake.store.ts'
import { finishOpen } from './intake.open.ts'
import { saidIn, saveWords, wordsOf } from './words.store.ts'
import type { RecordWords } from './words.store.ts'

type Context = Pick<ActionContext<unknown, unknown>, 'actor' | 'tenant' | 'as' | 'at' | 'entryId' | 'tx' | 'apart'>

/** What became of cases: each is created, changed, unchanged or refused. */
export type TakenCounts = { cases: number; created: number; changed: number; unchanged: number; refused: number; events: number }
export type Taken = { counts: TakenCounts; entryRows: Owed['rows']; firstKey: string | null; lastKey: string | null }

export type TakeOptions = {
  /** Told of each case that is refused, with the rows it came from. */
  onFault: (faults: readonly IntakeFault[], rows: readonly GivenRow[]) => void
  /** Told what has been done, now and then; a throw ends the import, and nothing of it stays. */
  onProgress?: (counts: TakenCounts) => Promise<void>
  /** Told of each case that would be taken, where nothing is to be written. */
  onPlanned?: (incoming: IncomingCase, history: CaseHistory, result: 'created' | 'changed' | 'unchanged') => void
}

/** Cases worked on at once: memory grows with these, never with the file. */
const batchSize = 1000
/** New records at most that take their numbers one by one. */
const fewNumbers = 100
/** New records at most whose words are saved at once; those of more follow in the background. */
const mostWords = 2000

/**
 * Takes cases of one source into one routine, within the caller's transaction: what is new with its whole history, what is known with what
 * the source says anew, and nothing of what it says again. Each case stands for itself: one that cannot be taken is told and left out.
 */
export async function takeIn(context: Context, ground: IntakeGround, source: string, incoming: AsyncIterable<Incoming>, options: TakeOptions): Promise<Taken> {
  const taking = new Taking(context, ground, source, options)
  await taking.begin()
  let batch: Incoming[] = []
  try {
    for await (const each of incoming) {
      batch.push(each)
      // Whoever reads and works all the time lets nothing through to the database meanwhile.
      if (batch.length % 20 === 0) await turn()
      if (batch.length < batchSize) continue
      await taking.take(batch)
      batch = []
    }
    await taking.take(batch)
  } finally {
    await taking.written()
  }
  return taking.end()
}

/** Names of items that are remembered from batch to batch. */
const mostItems = 100_000

/** What a case calls configuration items, in its place for one and in fields that name one. */
function itemsNamedIn({ configurationItem, fields, events }: IncomingCase, { body }: IntakeGround): string[] {
  const ids = body.fields.filter((field) => field.type === 'element' && field.elementKind === 'item').map(({ id }) => id)
  const texts = ids.length === 0 ? [] : [fields, ...events.map((event) => event.fields ?? {})].flatMap((each) => ids.map((id) => each[id]))
  return [configurationItem, ...texts].filter((name): name is string => typeof name === 'string' && name.trim() !== '')
}

type Ready = { incoming: IncomingCase; history: CaseHistory; rows: readonly GivenRow[] }

class Taking {
  readonly #context: Context
  readonly #ground: IntakeGround
  readonly #source: string
  readonly #options: TakeOptions
  readonly #stamp: EventStamp
  readonly #latest: string
  readonly #tally = new RowTally()
  readonly #open = new Map<string, number>()
  readonly #moments = new Set<string>()
  readonly counts: TakenCounts = { cases: 0, created: 0, changed: 0, unchanged: 0, refused: 0, events: 0 }
  #writing: Promise<void> = Promise.resolve()
  #mayBeKnown = false
  #first: number | null = null
  #last: number | null = null
  #words: RecordWords[] = []

  constructor(context: Context, ground: IntakeGround, source: string, options: TakeOptions) {
    const { at, entryId, actor, as } = context
    this.#context = context
    this.#ground = ground
    this.#source = source
    this.#options = options
    this.#stamp = { at: at.toISOString(), entryId, actor: JSON.stringify(actor.id), role: JSON.stringify(as), from: JSON.stringify(source) }
    this.#latest = new Date(at.getTime() + 86_400_000).toISOString()
  }

  async begin(): Promise<void> {
    const { tx } = this.#context
    this.#mayBeKnown = await holdSource(tx, this.#source, this.#options.onPlanned === undefined)
  }

  async take(batch: readonly Incoming[]): Promise<void> {
    if (batch.length === 0) return
    await this.#learnItems(batch)
    const ready = batch.flatMap((each) => this.#ready(each))
    const known = this.#mayBeKnown && ready.length > 0 ? await this.#known(ready.map(({ incoming }) => incoming.externalId)) : new Map<string, KnownRecord>()
    const fresh = known.size === 0 ? ready : ready.filter(({ incoming }) => !known.has(incoming.externalId))
    const staged: Staged = { records: new RecordCells(), changed: new RecordCells(), events: new EventCells(), at: this.#stamp.at, entryId: this.#stamp.entryId }
    await this.#create(fresh, staged)
    for (const each of ready) {
      const record = known.get(each.incoming.externalId)
      if (record) this.#change(record, each, staged)
    }
    await this.#options.onProgress?.(this.counts)
    if (this.#options.onPlanned) return
    await this.#writing
    this.#writing = flushStage(this.#context.tx, staged)
    this.#writing.catch(() => {})
  }

  /** Which of the items that a batch names there are; each name is asked for once. */
  async #learnItems(batch: readonly Incoming[]): Promise<void> {
    const { items } = this.#ground
    if (items.size > mostItems) items.clear()
    const asked = batch.flatMap((each) => ('case' in each ? itemsNamedIn(each.case, this.#ground) : [])).filter((name) => !items.has(name.trim().toLowerCase()))
    if (asked.length === 0) return
    await this.#writing
    const found = await itemsCalled(this.#context.tx, this.#source, asked)
    for (const name of asked) items.set(name.trim().toLowerCase(), found.get(name.trim().toLowerCase()) ?? '')
  }

  async #known(externalIds: readonly string[]): Promise<Map<string, KnownRecord>> {
    await this.#writing
    return findKnown(this.#context.tx, this.#source, externalIds)
  }

  #ready(each: Incoming): Ready[] {
    this.counts.cases++
    if ('faults' in each) {
      this.counts.refused++
      this.#options.onFault(each.faults, each.rows)
      return []
    }
    const { case: incoming, rows } = each
    const history = historyOf(incoming, this.#ground, this.#latest)
    if (!('faults' in history)) return [{ incoming, history, rows }]
    const { place, externalId } = incoming
    this.counts.refused++
    this.#options.onFault(history.faults.map(({ target, row, reason, kind }) => ({
      file: place.file ?? '', row: row ?? place.row, line: row === undefined ? (place.line ?? null) : null, column: target === null ? null : (place.columns?.[target] ?? target), key: externalId, reason, kind,
    })), rows)
    return []
  }

  #refuse({ place, externalId }: IncomingCase, rows: readonly GivenRow[], reason: string): void {
    this.counts.refused++
    this.#options.onFault([{ file: place.file ?? '', row: place.row, line: place.line ?? null, column: null, key: externalId, reason, kind: 'twice' }], rows)
  }

  /** New records, numbered in the order in which they were opened. */
  async #create(fresh: readonly Ready[], staged: Staged): Promise<void> {
    if (fresh.length === 0) return
    this.counts.created += fresh.length
    if (this.#options.onPlanned) return fresh.forEach(({ incoming, history }) => this.#options.onPlanned!(incoming, history, 'created'))
    const sorted = [...fresh].sort((a, b) => (a.history.opened < b.history.opened ? -1 : a.history.opened > b.history.opened ? 1 : 0))
    const { prefix } = this.#ground
    const numbers = await this.#numbers(sorted.length)
    this.#first ??= numbers(0)
    const at = this.#context.at.getTime()
    for (const [place, { incoming, history }] of sorted.entries()) {
      const id = newId(at)
      const { events } = history
      const number = numbers(place)
      const own = { prefix, number, routine_id: this.#ground.routineId, routine_version: this.#ground.version }
      Object.assign(events[0]!.set, own)
      Object.assign(history.columns, own)
      if (history.columns['open'] === true) finishOpen(this.#ground, history)
      events.forEach((event, position) => this.#event(staged, id, position + 1, event))
      staged.records.add({ id, changedAt: events.at(-1)!.at, revision: events.length, columns: history.columns, fields: history.fields })
      this.#counted(history.columns, 1)
      if (this.counts.created <= mostWords) this.#found(id, history.columns['title'], incoming, history.fields, events)
      this.#last = number
    }
  }

  /** As many numbers of the series, rising: few from those that this process holds, many in a transaction of their own, so that nobody who raises a record waits. */
  async #numbers(count: number): Promise<(at: number) => number> {
    const { tx, tenant, apart } = this.#context
    const { prefix } = this.#ground
    if (this.counts.created <= fewNumbers) {
      const few = Array.from({ length: count }, () => numberOf(tx, tenant.id, prefix)).sort((a, b) => a - b)
      return (at) => few[at]!
    }
    const first = await apart((own) => takeNumbers(own, prefix, count))
    return (at) => first + at
  }

  #change(record: KnownRecord, { incoming, history, rows }: Ready, staged: Staged): void {
    if (record.row['routine_id'] !== this.#ground.routineId) return this.#refuse(incoming, rows, `It came into another routine before, as ${String(record.row['prefix'])}-${String(record.row['number'])}; send it for that one.`)
    const news = newsOf(record.told, history)
    const result = news.length === 0 ? 'unchanged' : 'changed'
    this.counts[result]++
    this.#options.onPlanned?.(incoming, history, result)
    if (news.length === 0 || this.#options.onPlanned) return
    if (record.row['routine_version'] !== this.#ground.version) news[0]!.set['routine_version'] = this.#ground.version
    const columns: Record<string, unknown> = { ...record.row }
    const fields = { ...record.fields }
    plan(news, this.#ground, { columns, fields })
    this.#counted(columns, -1)
    news.forEach((event, at) => {
      Object.assign(columns, event.set)
      Object.assign(fields, event.fields)
      this.#event(staged, record.id, record.revision + at + 1, event)
    })
    for (const id of Object.keys(fields)) if (fields[id] === null) delete fields[id]
    this.#counted(columns, 1)
    staged.changed.add({ id: record.id, changedAt: news.at(-1)!.at, revision: record.revision + news.length, columns, fields })
    if (this.counts.changed <= mostWords) this.#found(record.id, columns['title'], incoming, fields, news)
  }

  #found(id: string, title: unknown, { externalId }: IncomingCase, fields: CaseHistory['fields'], events: readonly HistoryEvent[]): void {
    const given = String(title)
    this.#words.push({ id, title: given, words: wordsOf({ title: given, externalId, fields }), said: saidIn(events.flatMap(({ more }) => (typeof more['text'] === 'string' ? [more['text']] : []))) })
  }

  #event(staged: Staged, record: string, position: number, event: HistoryEvent): void {
    const content = eventContent(this.#stamp, record, position, event)
    const hash = digest(content)
    this.counts.events++
    this.#moments.add(event.at.slice(0, 15))
    if (this.counts.changed === 0) this.#tally.add(['event', record, position, hash])
    staged.events.add(record, position, event, content, hash)
  }

  #counted(columns: Readonly<Record<string, unknown>>, delta: number): void {
    if (columns['open'] !== true) return
    const state = String(columns['state'])
    this.#open.set(state, (this.#open.get(state) ?? 0) + delta)
  }

  /** Waits for what is on its way to the database. */
  written(): Promise<void> {
    return this.#writing
  }

  async end(): Promise<Taken> {
    const { tx, entryId, tenant } = this.#context
    const { counts, ground } = { counts: this.counts, ground: this.#ground }
    if (this.#options.onPlanned || counts.events === 0) return { counts, entryRows: [], firstKey: null, lastKey: null }
    await saveCounts(tx, [...this.#open].flatMap(([state, delta]) => (delta === 0 ? [] : [{ routineId: ground.routineId, state, delta }])))
    await saveOperated(tx, ground.routineId, [...new Set([...this.#moments].map((moment) => dayOf(new Date(`${moment}0:00.000Z`), tenant.timeZone)))], this.#context.at)
    if (counts.created > mostWords || counts.changed > mostWords) await oweWords(tx, entryId)
    else await saveWords(tx, tenant.id, this.#words)
    const key = (number: number | null) => (number === null ? null : `${ground.prefix}-${number}`)
    return { counts, entryRows: counts.changed === 0 ? this.#tally.rows() : await eventsOfEntry(tx, entryId), firstKey: key(this.#first), lastKey: key(this.#last) }
  }
}
