import { byAuthority } from '../../kernel/access.ts'
import { defineAction } from '../../kernel/action.ts'
import type { ActionContext } from '../../kernel/action.ts'
import { stampOf } from '../../kernel/element.actions.ts'
import { saveElements } from '../../kernel/element.save.ts'
import { begin } from '../../kernel/element.ts'
import { hashOfFiles } from '../../kernel/hash.ts'
import { takeNumbers } from '../../kernel/numbers.ts'
import { saveRows } from '../../kernel/rows.ts'
import { Problem } from '../../shared/problem.ts'
import { service } from '../operating-model/service.ts'
import { mendable } from '../transfer/mend.ts'
import { readPlain } from '../transfer/plain-mapping.ts'
import type { SourceFile } from '../transfer/rows.ts'
import type { OutagePlan } from './import-plan.ts'
import { importOutages } from './import.contract.ts'
import { mayImportOutages, plannedOutages, preparedOutages } from './import.queries.ts'
import { outageChange } from './outage-row.ts'

export const importOutagesAction = defineAction({
  contract: importOutages,
  load: async () => undefined,
  access: (question) => {
    const verdict = mayImportOutages(question)
    const drafts = question.input.draft === 'all' || question.input.draft.length > 0
    if ('refused' in verdict || !drafts || question.actor.type === 'operator') return verdict
    const drafting = byAuthority({ ...question, verb: 'service.draft' })
    return 'refused' in drafting ? drafting : verdict
  },
  run: async (context) => {
    const { input, tx, at, entryId } = context
    const { files, mapping, suggested } = preparedOutages(input)
    if (suggested) throw new Problem('invalid', 'Give a mapping; a preview suggests one.', [{ path: 'mapping', message: 'Give a mapping.' }])
    const source = readPlain(files, mapping)
    const plan = await plannedOutages(tx, source, input, context)
    const drafted = await draftServices(context, plan)
    const fresh = plan.outages.filter((outage) => outage.revision === 1)
    let number = fresh.length > 0 ? await takeNumbers(tx, 'OUT', fresh.length) : 0
    const rows = await saveRows(tx, entryId, at, plan.outages.map((outage) => {
      if (outage.revision > 1) return outageChange(outage)
      const keyNumber = number++
      return outageChange({ ...outage, key: `OUT-${keyNumber}`, keyNumber })
    }))
    const { counts, rejected, notices, unknown, outages } = plan
    const done = { read: plan.read, created: counts.created, changed: counts.changed, unchanged: counts.unchanged }
    return {
      output: { ...done, rejected, notices, unknown, outages: outages.length, drafted: drafted.services, mend: mendable(source.source, rejected) },
      entry: {
        subject: null, rows: [...drafted.rows, ...rows], reason: input.reason,
        bulk: { file: `${fileNames(files)} sha256:${hashOfFiles(files)}`, counts: { ...done, rejected: rejected.length, outages: outages.length, services: drafted.services.length } },
      },
    }
  },
})

function fileNames(files: readonly SourceFile[]): string {
  const name = files[0]!.name.split(/[\\/]/).pop() ?? files[0]!.name
  return files.length === 1 ? name : `${name} and ${files.length - 1} more ${files.length === 2 ? 'file' : 'files'}`
}

/** Drafts of the services that a file names and nobody knew; somebody puts them in force later. */
async function draftServices(context: ActionContext<unknown, unknown>, { drafts }: OutagePlan) {
  if (drafts.length === 0) return { rows: [], services: [] }
  const first = await takeNumbers(context.tx, service.prefix, drafts.length)
  const stamp = stampOf(context)
  const changes = drafts.map(({ id, name }, i) => {
    const keyNumber = first + i
    const draft = { title: name, accountable: null, reviewEvery: service.reviewEvery ?? null, effectiveOn: null, body: service.empty, links: [], unknown: [] }
    return { element: { ...begin(service, { id, key: `${service.prefix}-${keyNumber}`, keyNumber, externalKey: name }, draft, stamp), revision: 1 } }
  })
  const rows = await saveElements(context.tx, context.entryId, context.at, changes)
  return { rows, services: changes.map(({ element }) => ({ key: element.key, title: element.title })) }
}
