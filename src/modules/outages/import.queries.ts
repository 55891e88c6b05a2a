import { byAuthority, byMembership } from '../../kernel/access.ts'
import type { Asked, Tenant, Verdict } from '../../kernel/access.ts'
import type { Tx } from '../../kernel/database.ts'
import { defineQuery } from '../../kernel/query.ts'
import { newId } from '../../shared/ids.ts'
import { columnsOf } from '../transfer/columns.ts'
import { parsePlainMapping, plainMappingText, readOrFaults, type PlainMapping, type PlainSource } from '../transfer/plain-mapping.ts'
import { fileOf } from '../transfer/prepare.ts'
import { readSources } from '../transfer/read.ts'
import type { SourceFile } from '../transfer/rows.ts'
import type { SentFile } from '../transfer/transfer.contract.ts'
import { planOutages, type OutagePlan } from './import-plan.ts'
import { outageTargets } from './import-row.ts'
import { suggestOutages } from './import-suggest.ts'
import { previewOutages } from './import.contract.ts'
import { listServiceNames, outagesFrom } from './outage.store.ts'
import { namedServices } from './service-names.ts'

/** Whoever has the authority, and the operator on the machine: outages are facts, no definition. */
export function mayImportOutages(question: Asked): Verdict {
  return question.actor.type === 'operator' ? { as: 'operator' } : byAuthority(question)
}

type Sent = { files: SentFile[]; mapping?: unknown; services: Record<string, string>; draft: 'all' | string[] }

/** The files as bytes and the mapping to read them by; suggested where none is given. */
export function preparedOutages(sent: Pick<Sent, 'files' | 'mapping'>): { files: SourceFile[]; mapping: PlainMapping; suggested: boolean } {
  const files = sent.files.map(fileOf)
  if (sent.mapping !== undefined) return { files, mapping: parsePlainMapping(sent.mapping, 'outage', outageTargets), suggested: false }
  const { rows, header } = readSources(files)
  return { files, mapping: suggestOutages(columnsOf(rows, header), files.map(({ name }) => name)), suggested: true }
}

/** Plans an import of outages against what there is. */
export async function plannedOutages(tx: Tx, source: PlainSource, sent: Sent, { tenant, at }: { tenant: Tenant; at: Date }): Promise<OutagePlan> {
  const [services, existing] = await Promise.all([listServiceNames(tx), outagesFrom(tx, source.mapping.from)])
  return planOutages({
    source, existing, zone: tenant.timeZone, now: at, nextId: () => newId(at.getTime()), draft: sent.draft === 'all' ? 'all' : new Set(sent.draft),
    services: namedServices(services, { ...source.mapping.services, ...sent.services }),
  })
}

const mostShown = 200

export const previewOutagesQuery = defineQuery({
  contract: previewOutages,
  access: (question) => {
    const member = byMembership(question)
    return 'refused' in member ? member : mayImportOutages({ ...question, verb: 'outage.import' })
  },
  run: async ({ input, tx, tenant, moment }) => {
    const { files, mapping, suggested } = preparedOutages(input)
    const read = readSources(files, mapping.source, mapping.rows)
    const known = { columns: columnsOf(read.rows, read.header), targets: [...outageTargets], mapping: plainMappingText(mapping), suggested }
    const source = readOrFaults(files, mapping)
    if ('faults' in source) return { ...known, ...nothing, read: read.rows.length, notices: read.notices, faults: source.faults }
    const { counts, rejected, notices, unknown, outages, rows } = await plannedOutages(tx, source, input, { tenant, at: moment.at })
    return {
      ...known, read: rows.length, created: counts.created, changed: counts.changed, unchanged: counts.unchanged, rejected: input.whole ? rejected : rejected.slice(0, 1000), rejectedInAll: rejected.length,
      notices, unknown, outages: outages.length, rows: input.whole ? rows : rows.slice(0, mostShown), faults: [],
    }
  },
})

const nothing = { created: 0, changed: 0, unchanged: 0, rejected: [], rejectedInAll: 0, unknown: [], outages: 0, rows: [] }
