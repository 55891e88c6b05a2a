import { randomInt } from 'node:crypto'
import { perform } from '../kernel/action.ts'
import type { AnyAction } from '../kernel/action.ts'
import { sha256 } from '../kernel/hash.ts'
import type { Runtime } from '../kernel/runtime.ts'
import { Problem } from '../shared/problem.ts'
import type { PulledRow } from './connector.ts'
import { PullFault } from './connector.ts'
import { connectors } from './connectors.ts'
import { pagesOf, waitAfter } from './pull.ts'
import { claimDue, goesOn, saveStanding } from './source.store.ts'
import type { Due, Told } from './source.store.ts'
import { secretUse } from './source.ts'

const claimedFor = 10 * 60_000

/** Pulls what is due of an organisation, one source after the other; `importing` is the action that takes rows in. Safe to repeat: what is known is not taken in twice. */
export async function pullSources(runtime: Runtime, organisationId: string, importing: AnyAction): Promise<number> {
  let pulled = 0
  for (;;) {
    const now = runtime.now()
    const due = await runtime.database.write(organisationId, (tx) => claimDue(tx, [...connectors.keys()], now, new Date(now.getTime() + claimedFor)))
    if (!due) return pulled
    await pullOne(runtime, organisationId, due, importing)
    pulled++
  }
}

async function pullOne(runtime: Runtime, organisationId: string, { source, standing }: Due, importing: AnyAction): Promise<void> {
  const save = (told: Told) => runtime.database.write(organisationId, (tx) => saveStanding(tx, source.id, told))
  try {
    const connector = connectors.get(source.kind)!
    const secret = runtime.vault.open(secretUse, standing.secret)
    if (secret === null) throw new PullFault('Its secret was sealed with another WELLRUN_SECRET; give it again.', true)
    let { lastHash } = standing
    // What was refused stays said until a pull brings something else.
    let said: string | undefined = standing.failures > 0 ? '' : undefined
    for await (const page of pagesOf({ connector, settings: connector.settings.parse(JSON.parse(source.settings)), secret, cursor: standing.place, now: runtime.now })) {
      const hash = sha256(JSON.stringify(page.rows)).toString('hex')
      // The last rows of a pull come again with the next one; they are no news.
      const taken = page.rows.length > 0 && hash !== lastHash ? await takeIn(runtime, organisationId, source, page.rows, importing) : undefined
      const counts = taken?.counts
      const isNews = counts !== undefined && (counts['created'] ?? 0) + (counts['changed'] ?? 0) + (counts['refused'] ?? 0) > 0
      if (isNews) said = said || taken?.said
      const next = runtime.now()
      await save({ place: page.cursor, lastHash: hash, lastAt: next, nextAt: new Date(next.getTime() + claimedFor), ...(isNews ? { lastCounts: counts } : {}) })
      lastHash = hash
      if (!(await runtime.database.read(organisationId, (tx) => goesOn(tx, source.id)))) break
    }
    await save({ failures: 0, ...(said === undefined ? {} : { said }), nextAt: new Date(runtime.now().getTime() + source.everyMinutes * 60_000) })
  } catch (error) {
    const failures = standing.failures + 1
    const fault = error instanceof PullFault ? error : new PullFault(error instanceof Problem ? error.message : `It could not be taken in: ${String(error)}`, error instanceof Problem)
    runtime.log.warn(`The source ${source.name} of ${organisationId} failed (${failures}): ${fault.message}`)
    await save({ failures, said: fault.message, stopped: fault.lasting, nextAt: new Date(runtime.now().getTime() + waitAfter(failures, fault, randomInt(1001) / 1000) * 1000) })
  }
}

/** What became of rows, and in a sentence what was refused of them and why. */
export type TakenIn = { counts: Record<string, number>; said: string; rejected: { row: number; key: string | null; column: string | null; reason: string }[] }

/** Takes rows in as the import of records does, in the name of the source. A repeated key makes it the same message, whose answer is given again. */
export async function takeIn(runtime: Runtime, organisationId: string, source: { id: string; name: string; mapping: string }, rows: readonly PulledRow[], importing: AnyAction, key?: string): Promise<TakenIn> {
  const text = rows.map((row) => JSON.stringify(row)).join('\n')
  // As bytes: what no text of ours may hold is the import's to take out, and no reason to stop the source.
  const input = { file: { name: `${source.name}.jsonl`, base64: Buffer.from(text).toString('base64') }, mapping: source.mapping }
  const { output } = await perform(runtime, importing, input, { type: 'job', organisationId, name: `source:${source.id}` }, key)
  const { counts, rejected } = output as TakenIn
  const [first] = rejected
  const said = first ? `Of ${counts['cases'] ?? 0} ${counts['refused'] ?? 0} ${counts['refused'] === 1 ? 'was' : 'were'} refused; ${first.key ?? 'one'}: ${first.column === null ? '' : `${first.column}: `}${first.reason} Mend the mapping and begin anew, or take them from Work, Import.` : ''
  return { counts, said: said.slice(0, 1000), rejected: rejected.slice(0, 20).map(({ row, key: named, column, reason }) => ({ row, key: named, column, reason })) }
}
