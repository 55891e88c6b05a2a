import { perform } from '../kernel/action.ts'
import type { Caller } from '../kernel/caller.ts'
import { ask } from '../kernel/query.ts'
import type { Runtime } from '../kernel/runtime.ts'
import type { Founded } from '../modules/organisation/founding.actions.ts'
import { daysFrom, seeded } from '../modules/demo/days.ts'
import { workingDay } from '../modules/demo/holidays.ts'
import { actionsByName, queriesByName } from '../server/features.ts'
import { startOfDay } from '../shared/days.ts'

type Task = { on: string; order: number; run: () => Promise<void>; /** Minutes since midnight, where the moment is told. */ minute?: number; /** When it happens, once that is drawn. */ drawn?: number }

/** Where the history of a simulated organisation is played: its clock, its people and what is still to come. */
export type Stage = {
  readonly today: string
  readonly runtime: Runtime
  /** A number from 0 to 1, by the seed. */
  random: () => number
  /** Plans something for so many days from today; it happens on the last working day up to it, and never today or later. */
  on: (day: number, run: () => Promise<void>) => void
  /** Plans something for a minute of a day; where others take longer, right after them. */
  at: (on: string, minute: number, run: () => Promise<void>) => void
  /** When it is. */
  now: () => Date
  /** Plans something for so many days after the day that is being played; left out where that is not past. */
  after: (days: number, run: () => Promise<void>) => void
  act: <T>(name: string, input: object, who: string) => Promise<T>
  read: <T>(name: string, input?: object) => Promise<T>
  founded: (founded: Founded, who: string) => void
  organisation: () => Founded
  founder: () => string
  /** The day so many days from today. */
  dayAt: (day: number) => string
  /** The id of a person by what stands before the @ of the address, or undefined. */
  person: (who: string) => Promise<string>
  nameOf: (who: string) => Promise<string>
  /** Who somebody is on this stage, by their id. */
  whoIs: (personId: string) => Promise<string>
  hired: () => void
  left: (who: string) => void
  hasLeft: (who: string) => boolean
  play: () => Promise<void>
}

const zone = 'Europe/Oslo'
const minute = 60_000
const second = 1000

/** A stage on a runtime of its own, whose clock only this moves. */
export function makeStage(ground: Pick<Runtime, 'database' | 'log' | 'vault'>, options: { today: string; seed: number }): Stage {
  const clock = { now: startOfDay(daysFrom(options.today, -600), zone) }
  const runtime: Runtime = { ...ground, now: () => new Date(clock.now), reactions: [], jobs: null, recorded: () => {}, simulates: true }
  const random = seeded(options.seed)
  const tasks: Task[] = []
  const yesterday = daysFrom(options.today, -1)
  let playing = options.today
  let organisation: Founded | undefined
  let founder = ''
  let people: Map<string, { id: string; name: string }> | undefined
  const gone = new Set<string>()
  let planned = 0
  const plan = (on: string, run: Task['run']) => void tasks.push({ on: workingDay(on < playing && playing < options.today ? playing : on), order: ++planned, run })
  const callerOf = (personId: string): Caller => ({ type: 'person', organisationId: stage.organisation().organisation.id, personId })
  const everybody = async () => (people ??= await listPeople(stage))
  const found = async (who: string) => {
    const person = (await everybody()).get(who)
    if (!person) throw new Error(`Nobody in the demo is called ${who} on ${playing}.`)
    return person
  }
  const stage: Stage = {
    today: options.today, runtime, random,
    on: (day, run) => plan(daysFrom(options.today, day), run),
    at: (on, minute, run) => void tasks.push({ on, order: ++planned, run, minute }),
    now: () => new Date(clock.now),
    after: (days, run) => {
      const on = daysFrom(playing, days)
      if (on <= yesterday) plan(on, run)
    },
    act: async <T>(name: string, input: object, who: string) => (await perform(runtime, actionsByName.get(name)!, input, callerOf((await found(who)).id))).output as T,
    read: async <T>(name: string, input: object = {}) => (await ask(runtime, queriesByName.get(name)!, input, { type: 'operator', organisationId: stage.organisation().organisation.id })) as T,
    founded: (founded, who) => void ([organisation, founder] = [founded, who]),
    organisation: () => organisation!,
    founder: () => founder,
    dayAt: (day) => daysFrom(options.today, day),
    person: async (who) => (await found(who)).id,
    nameOf: async (who) => (await found(who)).name,
    whoIs: async (personId) => [...(await everybody())].find(([, person]) => person.id === personId)![0],
    hired: () => void (people = undefined),
    left: (who) => void gone.add(who),
    hasLeft: (who) => gone.has(who),
    play: async () => {
      for (;;) {
        const next = takeNext(tasks, (on) => momentAfter(clock.now, startOfDay(on, zone), random()))
        if (!next) return
        playing = next.on
        clock.now = new Date(Math.max(next.drawn!, clock.now.getTime() + second))
        await next.run()
      }
    },
  }
  return stage
}

/** When the next thing of a day happens: the first some time in the morning, others within the hour, and late ones close together. */
function momentAfter(last: Date, midnight: Date, chance: number): number {
  const [morning, late] = [8 * 60, 16 * 60].map((minutes) => midnight.getTime() + minutes * minute) as [number, number]
  if (last.getTime() < morning) return Math.round(morning + chance * 150 * minute)
  return Math.round(last.getTime() + (1 + chance * (last.getTime() < late ? 35 : 2)) * minute)
}

/** The next thing of all that is planned: of a day, those whose minute is told come between the others. */
function takeNext(tasks: Task[], draw: (on: string) => number): Task | undefined {
  const [free, fixed] = [firstOf(tasks, (task) => task.minute === undefined), firstOf(tasks, (task) => task.minute !== undefined)]
  if (fixed) fixed.drawn ??= startOfDay(fixed.on, zone).getTime() + fixed.minute! * minute
  if (free && (!fixed || free.on <= fixed.on)) free.drawn ??= draw(free.on)
  const next = !free || (fixed && (fixed.on < free.on || (fixed.on === free.on && fixed.drawn! < free.drawn!))) ? fixed : free
  if (next) tasks.splice(tasks.indexOf(next), 1)
  return next
}

function firstOf(tasks: readonly Task[], wanted: (task: Task) => boolean): Task | undefined {
  let first: Task | undefined
  for (const task of tasks) if (wanted(task) && (!first || isBefore(task, first))) first = task
  return first
}

function isBefore(one: Task, other: Task): boolean {
  return one.on === other.on ? (one.minute ?? 0) === (other.minute ?? 0) ? one.order < other.order : (one.minute ?? 0) < (other.minute ?? 0) : one.on < other.on
}

async function listPeople(stage: Stage): Promise<Map<string, { id: string; name: string }>> {
  const { rows } = await stage.read<{ rows: { id: string; name: string; email: string | null }[] }>('person.list', { limit: '200' })
  return new Map(rows.flatMap(({ id, name, email }) => (email ? [[email.slice(0, email.indexOf('@')), { id, name }] as const] : [])))
}
