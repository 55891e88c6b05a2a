import { randomBytes } from 'node:crypto'
import { personOf } from '../../kernel/access.ts'
import { defineAction } from '../../kernel/action.ts'
import type { ActionContext } from '../../kernel/action.ts'
import { stampOf } from '../../kernel/element.actions.ts'
import { saveElements } from '../../kernel/element.save.ts'
import { approve, begin, redraft } from '../../kernel/element.ts'
import type { ElementChange, KeptDraft } from '../../kernel/element.ts'
import { listAuthoritiesOf } from '../../kernel/element.find.ts'
import { holdFounding } from '../../kernel/founding.ts'
import { digest, hashOfFiles } from '../../kernel/hash.ts'
import { takeNumbers } from '../../kernel/numbers.ts'
import { saveRows } from '../../kernel/rows.ts'
import type { RowChange, RowHash } from '../../kernel/rows.ts'
import { newId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import { writersAt, writtenBy } from '../../shared/writers.ts'
import { personChange } from '../organisation/person.ts'
import { matterOf } from '../proposals/proposal.matter.ts'
import { carriedBy, proposalChange, takenChange } from '../proposals/proposal.ts'
import type { Proposal, TakenDraft } from '../proposals/proposal.ts'
import { gainOf } from '../roles/gain.ts'
import { holderChange } from '../roles/holder-row.ts'
import { compileMapping } from './compile.ts'
import { mappingProblem, mappingText, parseMapping } from './mapping.ts'
import { mendable } from './mend.ts'
import { isRecordMapping, parseRecordMapping, recordMappingText } from './record-mapping.ts'
import type { ImportPlan, PlannedElement } from './plan.ts'
import type { SourceFile } from './rows.ts'
import { mayImport, outcomeOf } from './transfer.access.ts'
import { importElements, saveMapping } from './transfer.contract.ts'
import { kinds, planned, prepared, type Planned } from './transfer.queries.ts'
import { maybeFindMapping } from './transfer.store.ts'
import { parseYaml } from './yaml.ts'

type Context = ActionContext<unknown, unknown>

export const importAction = defineAction({
  contract: importElements,
  load: async () => undefined,
  access: mayImport,
  run: async (context) => {
    const { input, tx, at } = context
    if (!context.tenant.liveAt) await holdFounding(tx, 'import')
    const ready = await prepared(tx, input)
    if (ready.suggested) throw new Problem('invalid', 'Give a mapping; a preview suggests one.', [{ path: 'mapping', message: 'Give a mapping.' }])
    if (ready.faults.length > 0) throw mappingProblem(ready.faults)
    const outcome = outcomeOf(context, input.draft)
    const done = await planned(tx, ready, context, outcome, at)
    const { plan } = done
    const reason = input.reason ?? `Imported from ${fileNames(ready.files)}.`
    const changes = await changesOf(context, done)
    const proposing = outcome === 'proposal' && plan.elements.length > 0
    const rows = [...(await saveElements(tx, context.entryId, at, proposing ? keptAtElements(changes, done) : changes)), ...(await savePeople(context, done, reason))]
    const proposal = proposing ? await propose(context, changes, { title: `Import of ${fileNames(ready.files)}`, reason: input.reason ?? null }) : null
    const { read, created, changed, unchanged, rejected, elements, people, holders } = plan
    const written = { elements: elements.length, people: people.length, holders: holders.length }
    return {
      output: { read, created, changed, unchanged, rejected, notices: ready.source.notices, outcome, proposal: proposal?.key ?? null, mend: mendable(ready.source, rejected), written },
      entry: {
        subject: proposal && { kind: 'proposal', id: proposal.id, key: proposal.key }, rows: [...rows, ...(proposal?.rows ?? [])], reason: input.reason,
        bulk: { file: `${fileNames(ready.files)} sha256:${hashOfFiles(ready.files)}`, counts: { read, created, changed, unchanged, rejected: rejected.length, ...written } },
      },
    }
  },
})

function fileNames(files: readonly SourceFile[]): string {
  const [first] = files
  const name = first!.name.split(/[\\/]/).pop() ?? first!.name
  return files.length === 1 ? name : `${name} and ${files.length - 1} more ${files.length === 2 ? 'file' : 'files'}`
}

async function changesOf(context: Context, { plan, stored }: Planned): Promise<ElementChange[]> {
  const numbers = new Map<string, number>()
  for (const [prefix, count] of newPerPrefix(plan)) numbers.set(prefix, await takeNumbers(context.tx, prefix, count))
  const stamp = stampOf(context)
  return plan.elements.map((element) => {
    const kind = kinds.get(element.kind)!
    const before = stored.get(element.id)?.element
    const number = before?.keyNumber ?? numbers.get(kind.prefix)!
    if (!before) numbers.set(kind.prefix, number + 1)
    const revision = before?.revision ?? 0
    const begun = before
      ? { ...redraft(before, draftOf(element), stamp), externalKey: element.externalKey }
      : begin(kind, { id: element.id, key: `${kind.prefix}-${number}`, keyNumber: number, externalKey: element.externalKey }, draftOf(element), stamp)
    return element.comesInForce ? approve({ ...begun, revision }, stamp) : { element: { ...begun, revision: revision + 1 } }
  })
}

function draftOf({ title, accountable, reviewEvery, body, links, unknown }: PlannedElement): KeptDraft {
  return { title, accountable, reviewEvery, effectiveOn: null, body, links, unknown }
}

function newPerPrefix(plan: ImportPlan): Map<string, number> {
  const counts = new Map<string, number>()
  for (const element of plan.elements) {
    if (element.existing) continue
    const { prefix } = kinds.get(element.kind)!
    counts.set(prefix, (counts.get(prefix) ?? 0) + 1)
  }
  return counts
}

type Staff = {
  plan: { people: readonly (Omit<ImportPlan['people'][number], 'externalKey' | 'existing'> & { externalKey?: string })[]; holders: readonly Omit<ImportPlan['holders'][number], 'existing'>[] }
  people: Planned['people']
  holders: Planned['holders']
}

/** Writes people and holders as planned; what is not planned of those who were there stays. */
export async function savePeople(context: Context, { plan, people, holders }: Staff, reason: string): Promise<RowHash[]> {
  const changes: RowChange[] = plan.people.map(({ id, externalKey, name, email, fromOn, toOn }) => {
    const before = people.get(id)
    return personChange({ id, externalKey: before ? before.externalKey : (externalKey ?? null), name, email, fromOn, toOn, salt: before?.salt ?? randomBytes(16).toString('hex'), revision: (before?.revision ?? 0) + 1 })
  })
  const gain = gainOf(context, plan.holders, await listAuthoritiesOf(context.tx, plan.holders.map(({ roleId }) => roleId), context.at))
  if (gain) throw new Problem('forbidden', gain)
  for (const { id, roleId, personId, elementId, deputy, fromOn, toOn } of plan.holders) {
    const before = holders.get(id)
    const by = personOf(context.actor)
    const kept = before ?? { acceptedAt: personId === by ? context.at : null, appointedBy: by, reason }
    changes.push(holderChange({ id, roleId, personId, elementId, deputy, fromOn, toOn, acceptedAt: kept.acceptedAt, appointedBy: kept.appointedBy, reason: kept.reason, revision: (before?.revision ?? 0) + 1 }))
  }
  return changes.length > 0 ? saveRows(context.tx, context.entryId, context.at, changes) : []
}

/** What is in force keeps its own row, and its draft goes with the proposal; only the key that it has elsewhere may be new. */
function keptAtElements(changes: readonly ElementChange[], { stored }: Planned): ElementChange[] {
  return changes.flatMap((change) => {
    const before = stored.get(change.element.id)?.element
    if (!before || before.version === 0) return [change]
    return before.externalKey === change.element.externalKey ? [] : [{ element: { ...before, externalKey: change.element.externalKey, revision: before.revision + 1 } }]
  })
}

/** One proposal of changes: drafts of what is in force go along with it, those of new elements stay at the element. */
export async function propose({ tx, at, entryId, actor }: Context, changes: readonly ElementChange[], { title, reason }: { title: string; reason: string | null }): Promise<{ id: string; key: string; rows: RowHash[] }> {
  const number = await takeNumbers(tx, 'PRO', 1)
  const id = newId(at.getTime())
  const taken = changes.flatMap(({ element }): TakenDraft[] =>
    element.version === 0 ? [] : [{ id: newId(at.getTime()), proposalId: id, elementId: element.id, content: writtenBy(element.draft!, []), writers: writersAt(element), changedAt: at, revision: 1 }])
  const proposal: Proposal = {
    id, key: `PRO-${number}`, keyNumber: number, title: title.slice(0, 200), state: 'open', author: actor.id, authorPerson: personOf(actor), elements: changes.map(({ element }) => element.id),
    openedAt: at, decidedAt: null, revision: 1, reason, effectiveOn: null, decidedBy: null, decision: null, reopens: null,
    hashes: matterOf({ effectiveOn: null }, carriedBy(changes.map(({ element }) => element), taken), digest).hashes,
  }
  const rows = await saveRows(tx, entryId, at, [proposalChange(proposal), ...taken.map(takenChange)])
  return { id, key: proposal.key, rows }
}

export const saveMappingAction = defineAction({
  contract: saveMapping,
  load: (tx, input) => maybeFindMapping(tx, input.name),
  access: mayImport,
  run: async ({ input, loaded, tx, at, entryId }) => {
    const content = checkedText(input.mapping)
    if (loaded && input.revision !== loaded.revision) {
      throw new Problem('conflict', `There is a mapping "${input.name}" already (revision ${loaded.revision}). Give its revision to replace it, or another name.`, [{ path: 'name', message: 'Choose another name, or replace the saved one.' }])
    }
    const id = loaded?.id ?? newId(at.getTime())
    const revision = (loaded?.revision ?? 0) + 1
    const rows = await saveRows(tx, entryId, at, [{ subject: 'mapping', id, revision, columns: { name: input.name, content } }])
    return { output: { id, name: input.name, revision }, entry: { subject: { kind: 'mapping', id }, rows } }
  },
})

/** The text of a mapping that can be used, to elements or to records. Throws a Problem with its faults. */
function checkedText(given: unknown): string {
  const value: unknown = typeof given === 'string' ? parseYaml(given, 'mapping')[0]?.value : given
  if (isRecordMapping(value)) {
    const mapping = parseRecordMapping(value)
    return typeof given === 'string' ? given : recordMappingText(mapping)
  }
  const mapping = parseMapping(given)
  const { faults } = compileMapping(mapping, kinds)
  if (faults.length > 0) throw mappingProblem(faults)
  return typeof given === 'string' ? given : mappingText(mapping)
}
