import { startOfDay } from '../shared/days.ts'
import { Problem } from '../shared/problem.ts'
import { workingDay } from '../modules/demo/holidays.ts'
import { inOrder, minuteOf, momentsOf } from '../modules/demo/work.ts'
import type { Told, ToldMoment, ToldStep, ToldValue } from '../modules/demo/work.ts'
import type { RecordView } from '../modules/work/record.contract.ts'
import type { Stage } from './demo.stage.ts'

type Receipt = { id: string; key: string; revision: number; state: string; raised: string[] }

/** A record that is being played, as it was when somebody last did something to it; revision 0: not looked at yet. */
type Played = Receipt

/** Records by what content calls them. */
export type Names = Map<string, Played>

const zone = 'Europe/Oslo'

/** Plans records that are told one by one: each thing of them is done by the person named, through the same action as on the page. */
export function playRecords(stage: Stage, records: readonly Told[], { random, names }: { random: () => number; names: Names }): void {
  const owns = new Map<Told, { played?: Played }>(records.map((told) => [told, {}]))
  for (const moment of inOrder(records.flatMap((told) => momentsOf(told, stage.today, random)))) {
    stage.at(moment.on, moment.minute, () => new Telling(stage, names, moment).happen(owns.get(moment.told)!))
  }
}

/** One thing of a told record as it happens. */
class Telling {
  readonly #stage: Stage
  readonly #names: Names
  readonly #moment: ToldMoment

  constructor(stage: Stage, names: Names, moment: ToldMoment) {
    this.#stage = stage
    this.#names = names
    this.#moment = moment
  }

  async happen(own: { played?: Played }): Promise<void> {
    const { told, step, on } = this.#moment
    try {
      if (step === null) own.played = await this.#raise()
      else {
        own.played ??= this.#named(told.of!)
        await this.#step(own.played, step)
      }
    } catch (error) {
      const what = step === null ? 'raised' : JSON.stringify(step)
      throw new Error(`${own.played?.key ?? ''} "${told.title || told.of}" on ${on}, ${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    }
  }

  async #raise(): Promise<Played> {
    const { told, by } = this.#moment
    const input = {
      routine: told.routine, title: told.title, fields: await this.#values(told.fields), ...(await this.#about(told.about)), ...(told.item ? { catalogueItem: told.item } : {}), ...(told.priority ? { priority: told.priority } : {}),
      ...(told.from ? { raisedFrom: this.#named(told.from).key } : {}), ...(told.occurred ? { occurredAt: this.#instant(told.occurred) } : {}), ...(told.detected ? { detectedAt: this.#instant(told.detected) } : {}),
    }
    const played = await this.#stage.act<Receipt>('record.create', input, by)
    if (told.as) this.#names.set(told.as, played)
    return played
  }

  /** Where a clock acted meanwhile, or another record was linked, it is looked at first. */
  async #step(played: Played, step: ToldStep): Promise<void> {
    if (played.revision === 0) await this.#look(played)
    const done = await this.#done(played, step).catch(async (error: unknown) => {
      if (!(error instanceof Problem) || error.type !== 'conflict') throw error
      await this.#look(played)
      return this.#done(played, step)
    })
    Object.assign(played, { ...done, key: played.key, id: played.id })
    if (!step.raises) return
    const [key] = done.raised
    if (key === undefined) throw new Error('It raised nothing.')
    this.#names.set(step.raises, { id: '', key, revision: 0, state: '', raised: [] })
  }

  async #done(played: Played, step: ToldStep): Promise<Receipt> {
    const fields = step.fields ? { fields: await this.#values(step.fields) } : {}
    const reason = step.reason ? { reason: step.reason } : {}
    if (step.go) return this.#act(played, 'advance', { transition: this.#way(played, step.go), ...fields, ...reason })
    if (step.assign) return this.#act(played, 'assign', { person: await this.#stage.person(step.assign), ...reason })
    if (step.fill) return this.#act(played, 'fill', { fields: await this.#values(step.fill), ...(step.about ? await this.#about(step.about) : {}) })
    if (step.approve) return this.#act(played, 'approve', { approval: step.approve, ...reason })
    if (step.refuse) return this.#act(played, 'refuse', { approval: step.refuse, ...reason })
    if (step.close) return this.#act(played, 'close', { outcome: step.close, ...fields, ...reason })
    if (step.prioritise) return this.#act(played, 'prioritise', { priority: step.prioritise, ...reason })
    if (step.rename) return this.#act(played, 'fill', { title: step.rename })
    if (step.about) return this.#act(played, 'fill', await this.#about(step.about))
    return this.#beside(played, step)
  }

  /** What is done beside the work itself, and needs no revision. */
  async #beside(played: Played, { say, mention, link, attach }: ToldStep): Promise<Receipt> {
    const { by } = this.#moment
    const record = played.key
    if (say) return this.#stage.act('record.comment', { record, text: say, mentions: await Promise.all(mention.map((who) => this.#stage.person(who))) }, by)
    if (link) {
      const to = this.#named(link.to)
      return this.#stage.act('record.link', { record, type: link.type, to: to.key, standing: link.standing }, by)
    }
    if (attach) {
      await this.#stage.act('record.attach', { record, name: attach.name, mediaType: 'text/plain', base64: Buffer.from(attach.text).toString('base64') }, by)
      return { ...played, revision: played.revision + 1 }
    }
    return { ...(await this.#stage.act<Receipt>('record.watch', { record, watching: true }, by)), raised: [] }
  }

  #act(played: Played, verb: string, input: object): Promise<Receipt> {
    return this.#stage.act<Receipt>(`record.${verb}`, { record: played.key, revision: played.revision, ...input }, this.#moment.by)
  }

  /** A way by its own short name, else the one to a step from where the record stands. */
  #way({ state }: Played, go: string): string {
    return go.includes('-') || go.startsWith('major') ? go : `${state}-${go}`
  }

  async #look(played: Played): Promise<void> {
    const { id, revision, state } = await this.#stage.read<RecordView>('record.get', { record: played.key })
    Object.assign(played, { id, revision, state: state.id })
  }

  #named(name: string): Played {
    const played = this.#names.get(name)
    if (!played) throw new Error(`No record is called ${name} yet.`)
    return played
  }

  #instant(time: string, day?: number): string {
    const on = day === undefined ? this.#moment.on : workingDay(this.#stage.dayAt(day))
    return new Date(startOfDay(on, zone).getTime() + minuteOf(time) * 60_000).toISOString()
  }

  async #values(given: Readonly<Record<string, ToldValue>>): Promise<Record<string, unknown>> {
    return Object.fromEntries(await Promise.all(Object.entries(given).map(async ([id, each]) => [id, await this.#value(each)] as const)))
  }

  async #value(given: ToldValue): Promise<unknown> {
    if (typeof given !== 'object' || Array.isArray(given)) return given
    return 'who' in given ? this.#stage.person(given.who) : this.#instant(given.at, given.day)
  }

  async #about({ requester, ...places }: Told['about']): Promise<object> {
    return requester ? { ...places, requester: await this.#stage.person(requester) } : places
  }
}
