import type { z } from 'zod'
import { defineQuery } from '../../kernel/query.ts'
import type { QueryContext } from '../../kernel/query.ts'
import { newId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import type { RoutineBody } from '../routines/routine-body.ts'
import { Scattered } from '../transfer/record-group.ts'
import { recordMappingText, recordTargets } from '../transfer/record-mapping.ts'
import { Refused } from '../transfer/record-mend.ts'
import type { OpenFile } from '../transfer/record-rows.ts'
import { mayFeed } from './intake.access.ts'
import { noticesOf } from './intake.actions.ts'
import { listRecordImports, previewRecords, refusedRows, type ImportCounts, type RecordPreview } from './intake.contract.ts'
import { incomingOf, prepared, sentFile, type Prepared } from './intake.reading.actions.ts'
import { listImports, listRoutines, maybeFindMend } from './intake.store.ts'
import { takeIn } from './intake.taking.actions.ts'

const shownCases = 20
const nothing: ImportCounts = { cases: 0, created: 0, changed: 0, unchanged: 0, refused: 0, events: 0 }

/** What an import would do, without doing it; `given` is a file on this machine. A faulty mapping is answered with its faults beside the columns that there are. */
export function previewingRecords(given?: OpenFile) {
  return defineQuery({
    contract: previewRecords,
    access: ({ actor, tenant }) => mayFeed({ actor, tenant, verb: 'record.import' }),
    run: async (asked) => planned(asked, given ?? sentFile(asked.input.file)),
  })
}

export const previewRecordsQuery = previewingRecords()

async function planned({ input, actor, tenant, moment, tx }: QueryContext<z.infer<typeof previewRecords.input>>, file: OpenFile): Promise<RecordPreview> {
  const routines = await listRoutines(tx)
  const ready = await prepared(tx, tenant, file, input, moment.at)
  const known = knownOf(ready, routines)
  if (ready.faults.length > 0) return known
  const context = { actor, tenant, as: '', at: moment.at, entryId: newId(moment.at.getTime()), tx, apart: nowhere }
  const plan = async (scattered: boolean) => {
    const refused = new Refused(ready.open.header, ready.mapping.source)
    const cases: RecordPreview['cases'] = []
    const taken = await takeIn(context, ready.ground, ready.mapping.system, await incomingOf(file, ready, scattered), {
      onFault: refused.add.bind(refused),
      onPlanned: (incoming, { columns, events, opened }, result) => {
        if (cases.length >= shownCases) return
        cases.push({
          key: incoming.externalId, row: incoming.place.row, title: String(columns['title']), result, state: stepNamed(ready.routine.body, String(columns['state'])), open: columns['open'] === true,
          priority: String(columns['priority'] ?? ''), openedAt: opened, closedAt: (columns['closed_at'] as string | undefined) ?? null, events: events.length,
        })
      },
    })
    return { ...known, counts: taken.counts, cases, rejected: refused.first, faultsByKind: refused.kinds(), notices: noticesOf(ready), mend: refused.mend() }
  }
  try {
    return await plan(false)
  } catch (error) {
    if (!(error instanceof Scattered)) throw error
    return plan(true)
  }
}

function nowhere(): never {
  throw new Error('A preview writes nothing.')
}

function stepNamed({ steps }: RoutineBody, id: string): string {
  return steps.find((step) => step.id === id)?.name ?? id
}

function knownOf({ mapping, suggested, routine, open, columns, faults }: Prepared, routines: RecordPreview['routines']): RecordPreview {
  const { body } = routine
  const choices: Record<string, string[]> = { state: body.steps.map((step) => step.id), priority: [...body.priorities], outcome: body.outcomes.map((outcome) => outcome.id) }
  const targets = [
    ...recordTargets.map((name) => ({ name, label: name, choices: choices[name] ?? [] })),
    ...body.fields.map(({ id, label, choices: given }) => ({ name: (recordTargets as readonly string[]).includes(id) ? `form.${id}` : id, label, choices: [...given] })),
  ]
  return {
    routine: { key: routine.key, title: routine.title }, routines, counts: nothing, cases: [], rejected: [], faultsByKind: [], notices: open.notices, mend: null, columns: columns.map(({ path, samples, filled }) => ({ path, samples, filled })),
    sheets: open.sheets, rowPaths: open.rowPaths, targets, mapping: recordMappingText(mapping), suggested, faults,
  }
}

/** An import says how far it is every few seconds; one that was silent for so long has ended with its process. */
const silence = 90_000

export const listImportsQuery = defineQuery({
  contract: listRecordImports,
  access: ({ actor, tenant }) => mayFeed({ actor, tenant, verb: 'record.import' }),
  run: async ({ input, actor, tenant, tx }) => {
    const [rows, routines] = [await listImports(tx, input.import), await listRoutines(tx)]
    const byId = new Map(routines.map(({ id, key, title }) => [id, { key, title }]))
    const stale = new Date(Date.now() - silence)
    return {
      rows: rows.map((row) => ({
        id: row.id, file: row.file, routine: byId.get(row.routine_id) ?? null, by: row.by, state: row.state === 'running' && row.seen_at < stale ? ('stopped' as const) : row.state, startedAt: row.started_at.toISOString(), seenAt: row.seen_at.toISOString(),
        counts: JSON.parse(row.counts) as ImportCounts, faultsByKind: JSON.parse(row.faults) as RecordPreview['faultsByKind'], mendable: row.mendable, said: row.said,
      })),
      abilities: ['record.import', 'record.cancelImport', 'mapping.save'].filter((verb) => 'as' in mayFeed({ actor, tenant, verb })),
    }
  },
})

export const refusedRowsQuery = defineQuery({
  contract: refusedRows,
  access: ({ actor, tenant }) => mayFeed({ actor, tenant, verb: 'record.import' }),
  run: async ({ input, tx }) => {
    const found = await maybeFindMend(tx, input.import)
    if (!found) throw new Problem('notFound', 'There is no such import.')
    return found
  },
})
