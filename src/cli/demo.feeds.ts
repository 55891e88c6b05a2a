import { daysFrom, seeded } from '../modules/demo/days.ts'
import { drawnWork } from '../modules/demo/drawn.ts'
import type { Catalogue } from '../modules/demo/catalogue.ts'
import { workingDay } from '../modules/demo/holidays.ts'
import { linesOf } from '../modules/demo/log.ts'
import type { LogLine } from '../modules/demo/log.ts'
import { momentsOf } from '../modules/demo/work.ts'
import type { Told, ToldMoment } from '../modules/demo/work.ts'
import { transitionIds } from '../modules/routines/transitions.ts'
import type { RoutineBody } from '../modules/routines/routine-body.ts'
import type { RecordImportResult } from '../modules/work/intake.contract.ts'
import type { Stage } from './demo.stage.ts'
import { playRecords } from './demo.work.ts'

/** What the tool is called that the desk worked in before. */
const tool = 'Sakstavle'
const zone = 'Europe/Oslo'
const importMinute = 16 * 60 + 20

type Case = { key: string; moments: ToldMoment[] }

/**
 * Plans the everyday work: what was done in the tool that people had comes in by file, as often as told, with its history; from `ownFrom` on
 * people work here.
 */
export function playEveryday(stage: Stage, catalogue: Catalogue, { from, ownFrom, every, by }: { from: number; ownFrom: number; every: number; by: string }): void {
  const random = seeded(stage.organisation().organisation.name.length + 97)
  const drawn = drawnWork({ catalogue, today: stage.today, random }, from, -1)
  playRecords(stage, drawn.filter(({ day }) => day! >= ownFrom), { random, names: new Map() })
  const told = Map.groupBy(drawn.filter(({ day }) => day! < ownFrom), ({ routine }) => routine)
  for (const [routine, records] of told) feed(stage, { routine, cases: casesOf(records, stage.today, random), from, ownFrom, every, by })
}

function casesOf(records: readonly Told[], today: string, random: () => number): Case[] {
  return records.map((record, at) => ({ key: `${record.routine.replace('RTN-', 'S')}-${1000 + at}`, moments: momentsOf(record, today, random) }))
}

type Feed = { routine: string; cases: readonly Case[]; from: number; ownFrom: number; every: number; by: string }

function feed(stage: Stage, { routine, cases, from, ownFrom, every, by }: Feed): void {
  let since = ''
  for (let day = from + every; ; day = Math.min(day + every, ownFrom + 12)) {
    const until = workingDay(daysFrom(stage.today, day))
    const batch = cases.filter(({ moments }) => moments.some(({ on }) => on > since && on < until))
    const file = `${tool.toLowerCase()}-${routine}-${until}.jsonl`
    if (batch.length > 0) stage.at(until, importMinute, () => take(stage, { routine, by, file, batch: batch.map(({ key, moments }) => ({ key, moments: moments.filter(({ on }) => on < until) })) }))
    since = daysFrom(until, -1)
    if (day >= ownFrom + 12) return
  }
}

async function take(stage: Stage, { routine, by, file, batch }: { routine: string; by: string; file: string; batch: readonly Case[] }): Promise<void> {
  const { body } = await stage.read<{ body: RoutineBody }>('routine.get', { element: routine })
  const ids = transitionIds(body.transitions)
  const ways = new Map(body.transitions.map(({ to, sets }, at) => [ids[at]!, { id: ids[at]!, to, sets }]))
  const emailOf = (who: string) => `${who}@fossvang.example.org`
  const lines = batch.flatMap(({ key, moments }) => linesOf(key, moments, { today: stage.today, zone, firstState: body.steps[0]!.id, ways, emailOf }))
  const input = { file: { name: file, text: lines.map((line) => `${JSON.stringify(line)}\n`).join('') }, mapping: mappingOf(routine, lines) }
  const { rejected } = await stage.act<RecordImportResult>('record.import', { ...input, reason: 'The log of the month' }, by)
  if (rejected[0]) throw new Error(`${file}, ${rejected[0].key}: ${rejected[0].reason}`)
}

const columns = new Set(['case', 'at', 'by', 'text'])

function mappingOf(routine: string, lines: readonly LogLine[]): object {
  const names = new Set(lines.flatMap((line) => Object.keys(line)).filter((name) => !columns.has(name)))
  const fields = Object.fromEntries([...names].map((name) => [name, name.startsWith('form.') ? `["${name}"]` : name]))
  return { kind: 'record', routine, system: tool, key: 'case', fields, log: { at: 'at', by: 'by', text: 'text' } }
}
