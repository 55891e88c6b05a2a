import { byAdministration } from '../kernel/access.ts'
import { erased } from '../kernel/element.find.ts'
import { defineQuery } from '../kernel/query.ts'
import { sourceKinds } from './kinds.ts'
import { pathOf } from './source.actions.ts'
import { changeSource, createSource, endSource, listSourceKinds, listSources, pauseSource, resumeSource } from './source.contract.ts'
import { listSources as listSourceRows } from './source.store.ts'

const verbs = [createSource, changeSource, pauseSource, resumeSource, endSource].map((contract) => contract.name)

/** Sources with how they stand; never a secret. */
export const listSourcesQuery = defineQuery({
  contract: listSources,
  access: byAdministration,
  run: async ({ tx, actor, tenant }) => {
    const kinds = new Map(sourceKinds().map((each) => [each.kind, each]))
    const rows = await listSourceRows(tx)
    return {
      rows: rows.map((row) => {
        const sends = kinds.get(row.kind)?.sends ?? false
        return {
          id: row.id, name: row.name, kind: row.kind, kindName: kinds.get(row.kind)?.name ?? row.kind, sends, path: sends ? pathOf(row.id) : null, settings: JSON.parse(row.settings) as Record<string, string | number | boolean>,
          mapping: row.mapping, everyMinutes: row.everyMinutes, madeBy: row.maker ?? erased, createdAt: row.createdAt.toISOString(), pausedAt: row.pausedAt?.toISOString() ?? null, stopped: row.stopped, said: row.said,
          failures: row.failures, lastAt: row.lastAt?.toISOString() ?? null, nextAt: sends || row.stopped || row.pausedAt ? null : row.nextAt.toISOString(), lastCounts: row.lastCounts, revision: row.revision,
        }
      }),
      abilities: verbs.filter((verb) => 'as' in byAdministration({ actor, tenant, verb })),
    }
  },
})

export const listSourceKindsQuery = defineQuery({ contract: listSourceKinds, access: byAdministration, run: async () => ({ kinds: sourceKinds() }) })
