import { foundOrganisation } from '../modules/organisation/founding.actions.ts'
import { catalogue } from '../modules/demo/catalogue.ts'
import { seeded } from '../modules/demo/days.ts'
import { workingDay } from '../modules/demo/holidays.ts'
import type { Happens, StepName, StepOf } from '../modules/demo/script.ts'
import { toldOutages } from '../modules/demo/outages.ts'
import { toldRecords } from '../modules/demo/work.ts'
import { fireClocks } from '../modules/work/record.jobs.ts'
import { ownerAuthorities } from '../server/features.ts'
import { draft } from './demo.drafts.ts'
import { playEveryday } from './demo.feeds.ts'
import { propose } from './demo.proposals.ts'
import { acknowledge, review } from './demo.rounds.ts'
import type { Stage } from './demo.stage.ts'
import { bringItems, lookAtItems, playOutages } from './demo.registers.ts'
import { playRecords } from './demo.work.ts'
import type { Names } from './demo.work.ts'

/** What the steps need besides the stage. */
export type Staging = {
  stage: Stage
  /** The files of a folder of the demo, with their days. */
  folder: (name: string) => Promise<{ name: string; base64: string }[]>
  /** What a file of the demo holds. */
  content: (name: string) => Promise<unknown>
  seal: () => Promise<unknown>
  /** Records by what content calls them. */
  names: Names
}

type Play<Name extends StepName> = (staging: Staging, step: StepOf<Name>) => Promise<void>
type HolderRow = { id: string; role: { key: string }; person: { id: string }; element: { key: string } | null; accepted: boolean; toOn: string | null }

const plays: { [Name in StepName]: Play<Name> } = {
  found: async ({ stage }, step) => {
    const founded = await foundOrganisation(stage.runtime, step, { accountId: null, only: false, authorities: ownerAuthorities, by: 'founder' })
    stage.founded(founded, step.founderEmail.slice(0, step.founderEmail.indexOf('@')))
  },
  start: async ({ stage }, starter) => void (await stage.act('sms.start', { starter }, stage.founder())),
  import: async ({ stage, folder }, step) => {
    await stage.act('sms.import', { files: await folder(step.folder), name: step.folder, reason: step.reason }, stage.founder())
    stage.hired()
  },
  enact: async ({ stage }, { drafts, reason }) => {
    for (const each of drafts) {
      const { key, kind, revision } = await draft(stage, each, stage.founder())
      await stage.act(`${kind}.approve`, { element: key, revision, reason }, stage.founder())
    }
  },
  accept: async ({ stage }, { within }) => {
    const { rows } = await stage.read<{ rows: HolderRow[] }>('holder.list')
    for (const holder of rows) if (!holder.accepted) acceptLater(stage, holder.id, await stage.whoIs(holder.person.id), Math.floor(stage.random() * within))
  },
  goLive: async ({ stage }, { reason }) => void (await stage.act('organisation.goLive', { accepts: await stage.nameOf(stage.founder()), reason }, stage.founder())),
  grant: async ({ stage }, { person, right, reason }) => void (await stage.act('person.grant', { person: await stage.person(person), right, reason }, stage.founder())),
  hire: async ({ stage }, { by, people }) => {
    for (const person of people) await stage.act('person.add', person, by)
    stage.hired()
  },
  appoint,
  end: async ({ stage }, { by, seats, reason }) => {
    const { rows } = await stage.read<{ rows: HolderRow[] }>('holder.list')
    for (const seat of seats) {
      const person = await stage.person(seat.person)
      const held = rows.find((row) => row.role.key === seat.role && row.person.id === person && (row.element?.key ?? undefined) === seat.element)
      if (!held) throw new Error(`${seat.person} does not hold ${seat.role} for ${seat.element ?? 'all'}.`)
      await stage.act('holder.end', { holder: held.id, reason }, by)
    }
  },
  leave: async ({ stage }, { by, person, reason }) => {
    await stage.act('person.leave', { person: await stage.person(person), reason }, by)
    stage.left(person)
  },
  propose: ({ stage }, step) => propose(stage, step),
  review: ({ stage }, step) => review(stage, step, stage.founder()),
  acknowledge: ({ stage }, step) => acknowledge(stage, step),
  publish: async ({ stage, seal }, step) => {
    await seal()
    await stage.act('edition.publish', step, stage.founder())
  },
  everyday: async ({ stage, content }, step) => playEveryday(stage, catalogue.parse(await content('work/catalogue.yaml')), step),
  records: async ({ stage, content, names }, { files }) => {
    for (const [at, file] of files.entries()) playRecords(stage, toldRecords.parse(await content(`work/${file}.yaml`)), { random: seeded(at + 1), names })
  },
  outages: async ({ stage, content, names }, step) => playOutages(stage, toldOutages.parse(await content(`work/${step.file}.yaml`)), { ...step, names }),
  items: async ({ stage, folder }, { by, file }) => bringItems(stage, (await folder('work')).filter(({ name }) => name === `${file}.yaml`), by),
  sample: ({ stage }, step) => lookAtItems(stage, step),
  act: async ({ stage }, { verb, by, input }) => void (await stage.act(verb, input, by)),
  clocks: async ({ stage }, { from, every }) => turnClocks(stage, from, every),
}

/** Clocks act late in the day, as the job does in a server that runs. */
function turnClocks(stage: Stage, from: number, every: number): void {
  for (let day = from; day < 0; day += every) {
    stage.at(workingDay(stage.dayAt(day)), 16 * 60 + 40, async () => void (await fireClocks(stage.runtime, stage.organisation().organisation.id)))
  }
}

async function appoint({ stage }: Staging, { by, seats, reason, accepted }: StepOf<'appoint'>): Promise<void> {
  for (const { role, person, element, deputy, until } of seats) {
    const input = { role, person: await stage.person(person), deputy, reason, ...(element ? { element } : {}), ...(until === undefined ? {} : { toOn: stage.dayAt(until) }) }
    const { id } = await stage.act<{ id: string }>('holder.appoint', input, by)
    if (accepted === 'declined') stage.after(2, async () => void (await stage.act('holder.decline', { holder: id, reason: 'Too much beside the duty that I have; ask me again next year.' }, person)))
    else if (by !== person) acceptLater(stage, id, person, accepted)
  }
}

function acceptLater(stage: Stage, holder: string, who: string, days: number): void {
  stage.after(days, async () => void (await stage.act('holder.accept', { holder }, who)))
}

/** Plays one event of the script. */
export async function playEvent(staging: Staging, event: Happens): Promise<void> {
  for (const name of Object.keys(plays) as StepName[]) if (event[name] !== undefined) await playOne(staging, event, name)
}

function playOne<Name extends StepName>(staging: Staging, event: Happens, name: Name): Promise<void> {
  return plays[name](staging, event[name] as StepOf<Name>)
}
