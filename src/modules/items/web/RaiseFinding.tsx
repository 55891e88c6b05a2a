import { Trans, useLingui } from '@lingui/react/macro'
import { useAction, useQueryOf } from '../../../web/api.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import { say } from '../../../web/ui/Toast.tsx'
import { recordContracts, recordQueries } from '../../work/record.contract.ts'
import { withArticle } from '../../work/web/withArticle.ts'
import { verifyItem, type SamplePage } from '../item.contract.ts'

type Found = SamplePage['rows'][number]

/** Raises a record of what was found, filled in and tied to both, in one press; of which routine is said by the routines. */
export function RaiseFinding({ sample, row }: { sample: SamplePage; row: Found }) {
  const { t } = useLingui()
  const { data } = useQueryOf(recordQueries.raisable)
  const create = useAction(recordContracts.create)
  const verify = useAction(verifyItem)
  const { item, note } = row
  const taking = (data?.routines ?? []).filter((one) => one.allowed && one.findingsIn !== '')
  if (row.finding === '' || row.finding === 'as recorded' || row.record !== '') return null
  const { finding } = row
  const raise = async (one: (typeof taking)[number]) => {
    const title = finding === 'missing' ? t`${item.key} ${item.name} is not there` : t`${item.key} ${item.name} is not as recorded`
    const found = [`${sample.key}: ${title}.`, note].filter(Boolean).join(' ')
    const raised = await create.mutateAsync({ routine: one.routine.key, title: title.slice(0, 300), fields: { [one.findingsIn]: found }, configurationItem: item.key, ...(sample.service && { service: sample.service.key }) }).catch(() => undefined)
    if (!raised) return
    const tied = await verify.mutateAsync({ sample: sample.key, item: item.key, finding, note, record: raised.key }).catch(() => undefined)
    if (tied) say(t`Raised ${raised.key}`, title)
  }
  return (
    <>
      {taking.map((one) => (
        <Button key={one.routine.id} small look="quiet" busy={create.isPending || verify.isPending} onClick={() => void raise(one)}>
          <Trans>Raise {withArticle(one.noun || one.routine.title.toLocaleLowerCase())}</Trans>
        </Button>
      ))}
      <ProblemNote error={create.error ?? verify.error} />
    </>
  )
}
