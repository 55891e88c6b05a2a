import { byAuthority } from '../../kernel/access.ts'
import { defineAction } from '../../kernel/action.ts'
import type { ActionContext, Owed } from '../../kernel/action.ts'
import { saveChanges, stampOf } from '../../kernel/element.actions.ts'
import { approve, begin, redraft, retire } from '../../kernel/element.ts'
import type { Element, ElementChange } from '../../kernel/element.ts'
import { holdFounding } from '../../kernel/founding.ts'
import { hashOfFiles } from '../../kernel/hash.ts'
import { reserveNumbers } from '../../kernel/numbers.ts'
import { dayOf } from '../../shared/days.ts'
import { refusal } from '../../shared/faults.ts'
import { Problem } from '../../shared/problem.ts'
import { kindOf } from '../kinds.ts'
import { besideExisting } from './folder.beside.ts'
import type { FolderChange } from './folder.change.ts'
import { readFolderInTurns } from './folder.read.ts'
import type { ReadFolder } from './folder.read.ts'
import { keyParts } from './folder.ts'
import type { FolderFault } from './folder.ts'
import { fileOf } from './prepare.ts'
import type { SourceFile } from './rows.ts'
import { importSms, startSms } from './sms.contract.ts'
import type { SmsImported } from './sms.contract.ts'
import { plannedFolder, storedNow, summaryOf } from './sms.queries.ts'
import type { PlannedFolder } from './sms.queries.ts'
import { wasStarted } from './sms.store.ts'
import { starterFiles } from './starter.actions.ts'
import { mayImport, outcomeOf } from './transfer.access.ts'
import { propose, savePeople } from './transfer.actions.ts'

type Context = ActionContext<unknown, unknown>

export const importFolderAction = defineAction({
  contract: importSms,
  load: async () => undefined,
  access: mayImport,
  run: async (context) => {
    const { input, tx, at, tenant } = context
    if (!tenant.liveAt) await holdFounding(tx, 'import')
    const files = input.files.map(fileOf)
    const stored = await storedNow(tx, at, dayOf(at, tenant.timeZone))
    const planned = await plannedFolder(await readFolderInTurns(files), context, at, stored)
    return brought(context, planned, { files, name: input.name ?? 'SMS folder', reason: input.reason })
  },
})

export const startAction = defineAction({
  contract: startSms,
  load: (tx) => wasStarted(tx),
  access: (question) => {
    if (question.tenant.liveAt) return { refused: 'The organisation is live; a starter is taken while founding. Import a folder instead: that makes a proposal.' }
    return question.actor.type === 'operator' || ('founder' in question.actor && question.actor.founder) ? byAuthority(question) : { refused: 'Only the founder takes a starter.' }
  },
  run: async (context) => {
    const { input, tx, at, tenant, loaded } = context
    if (loaded) throw new Problem('conflict', 'A starter was taken already; what it brought can be changed, renamed and struck out one by one.')
    await holdFounding(tx, 'import')
    const files = await starterFiles(input.starter)
    const stored = await storedNow(tx, at, dayOf(at, tenant.timeZone))
    const read: ReadFolder = besideExisting(await readFolderInTurns(files), stored.elements.map((each) => each.standing))
    return brought(context, await plannedFolder(read, context, at, stored), { files, name: `starter ${input.starter}`, reason: input.reason })
  },
})

/** Refuses a folder with faults, naming file and line of each. */
export function demandFaultless(faults: readonly FolderFault[]): void {
  if (faults.length === 0) return
  throw refusal('unprocessable', faults.map(({ file, line, path, message }) => ({ path: `${file}${line === null ? '' : `:${line}`}`, message: path === '' ? message : `${path}: ${message}` })))
}

type Source = { files: readonly SourceFile[]; name: string; reason: string | undefined }

/** Writes what is planned with what the ledger is told of it. */
async function brought(context: Context, planned: PlannedFolder, { files, name, reason }: Source): Promise<{ output: SmsImported; entry: Owed }> {
  const { plan } = planned
  demandFaultless(plan.faults)
  const outcome = outcomeOf(context, false)
  if (outcome === 'proposal') demandRetiring(context, plan.changes)
  await reserveKeys(context, plan.changes)
  const changes = plan.changes.map((change) => ({ change, made: changeOf(context, change, planned.elements.get(change.id)?.element, outcome === 'in force') }))
  const proposed = outcome === 'proposal' ? changes.filter(({ change }) => change.as !== 'draft') : []
  // What is in force keeps its own row: its draft goes with the proposal.
  const saved = changes.filter((each) => !(proposed.includes(each) && each.change.before && each.made.element.version > 0)).map(({ made }) => made)
  const rows = [...(await saveChanges(context, saved)), ...(await savePeople(context, { ...planned, plan }, reason ?? `Imported from ${name}.`))]
  const title = `Import of ${name}`
  const proposal = proposed.length > 0 ? await propose(context, proposed.map(({ made }) => made), { title, reason: reason ?? null }) : null
  const summary = summaryOf(plan, outcome)
  const counts = { created: summary.created.length, changed: summary.changed.length, unchanged: summary.unchanged, absent: summary.absent.length, ...summary.written }
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  return {
    output: { ...summary, proposal: proposal?.key ?? null },
    entry: { subject: proposal && { kind: 'proposal', id: proposal.id, key: proposal.key }, rows: [...rows, ...(proposal?.rows ?? [])], ...(reason === undefined ? {} : { reason }), bulk: { file: `${name} sha256:${hashOfFiles(sorted)}`, counts } },
  }
}

/** A folder proposes no retirement that whoever sends it could not propose; what the operator brings is decided by others anyway. */
function demandRetiring({ actor, tenant }: Context, changes: readonly FolderChange[]): void {
  if (actor.type === 'operator') return
  const barred = changes.find(({ as, id, kind }) => as === 'retired' && 'refused' in byAuthority({ actor, tenant, verb: `${kind}.retire` }, id))
  if (barred) throw new Problem('forbidden', `None of your roles may ${barred.kind}.retire, which ${barred.key} in this folder asks for. Ask whoever holds a role with that authority to propose it.`)
}

/** Keys are kept as the folder says them; the next of each series comes after them. */
async function reserveKeys({ tx }: Context, changes: readonly FolderChange[]): Promise<void> {
  const highest = new Map<string, number>()
  for (const { key, before } of changes) {
    const { prefix, number } = keyParts(key)!
    if (!before) highest.set(prefix, Math.max(highest.get(prefix) ?? 0, number))
  }
  for (const [prefix, number] of highest) await reserveNumbers(tx, prefix, number)
}

function changeOf(context: Context, { id, key, kind, as, content, before: standing }: FolderChange, before: Element | undefined, comesInForce: boolean): ElementChange {
  const stamp = stampOf(context)
  const retiring = as === 'retired'
  if (retiring && before && comesInForce) return retire(before, standing!.content!, stamp)
  const draft = retiring ? { ...content, retiring } : content
  const begun = before ? redraft(before, draft, stamp) : begin(kindOf(kind)!, { id, key, keyNumber: keyParts(key)!.number }, draft, stamp)
  const revision = before?.revision ?? 0
  return comesInForce && as !== 'draft' ? approve({ ...begun, revision }, stamp) : { element: { ...begun, revision: revision + 1 } }
}
