import { byMembership } from '../../kernel/access.ts'
import { maybeFindElement } from '../../kernel/element.find.ts'
import { defineQuery } from '../../kernel/query.ts'
import { systemAsOf } from '../../kernel/system.ts'
import { byKey } from '../../shared/sorting.ts'
import { kindOf } from '../kinds.ts'
import { broughtQuery, nextQuery, type Brought } from './begin.contract.ts'
import { hasStarted, listBrought, type StoredBrought } from './begin.store.ts'
import { begunService } from './begun.ts'
import { blockNamed, lineOf, namedText, namesIn } from './brought.ts'
import { nextThings } from './next-things.ts'

export const nextThingsQuery = defineQuery({
  contract: nextQuery,
  access: byMembership,
  run: async ({ tx, tenant, moment }) => {
    const [system, brought, started] = await Promise.all([systemAsOf(tx, tenant, moment), listBrought(tx), hasStarted(tx)])
    const service = begunService(system)
    const stored = service && (await maybeFindElement(tx, service.key))
    const shown = brought.filter(isShown)
    const looked = started ? { of: shown.length, done: shown.filter((each) => stateOf(each) !== 'open').length } : null
    return {
      founding: tenant.liveAt === null, started, simulated: tenant.simulated, service: service && { ...service, revision: stored?.revision ?? 0 },
      calendar: system.elements.filter((each) => each.kind === 'calendar' && each.status === 'in force').sort(byKey)[0]?.key ?? null,
      ...nextThings(system, looked),
    }
  },
})

export const broughtElementsQuery = defineQuery({
  contract: broughtQuery,
  access: byMembership,
  run: async ({ tx, tenant, moment }) => {
    const [stored, system] = await Promise.all([listBrought(tx), systemAsOf(tx, tenant, moment)])
    const names = namesIn(system)
    const rows = stored.filter(isShown).map((each): Brought => ({
      key: each.key, kind: each.kind, block: blockNamed(each.kind), title: each.title, line: lineOf(each.content.body), status: each.status, revision: each.revision, drafted: each.drafted,
      state: stateOf(each), named: namedText(names.get(each.id)),
    }))
    return { rows, looked: rows.filter((row) => row.state !== 'open').length }
  },
})

/** Of the organisation and the scope there is exactly one, so there is nothing to choose. */
function isShown({ kind }: StoredBrought): boolean {
  return kindOf(kind)?.single !== true
}

function stateOf({ status, changed, touched }: StoredBrought): Brought['state'] {
  if (status === 'retired') return 'struck out'
  return changed ? 'changed' : touched ? 'kept' : 'open'
}
