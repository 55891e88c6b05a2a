import { Trans, useLingui } from '@lingui/react/macro'
import { Fragment, type ReactNode } from 'react'
import { KeyLink } from '../../../web/ui/KeyLink.tsx'
import type { RecordView } from '../record.contract.ts'
import { useWhen } from './useWhen.ts'

/** Priority, what it is about, since when, and the version of the routine that it runs under. */
export function RecordSubtitle({ record }: { record: RecordView }) {
  const { t } = useLingui()
  const when = useWhen()
  const { instants, routine } = record
  const [declared, opened, closed] = [when.short(instants.declared ?? null), when.short(instants.opened ?? record.openedAt), when.short(record.closedAt)]
  const outcome = record.outcomes.find((one) => one.id === record.outcome)?.name ?? record.outcome
  const parts: ReactNode[] = [
    record.priority && <strong>{record.priority}</strong>,
    record.service && <KeyLink elementKey={record.service.key}>{record.service.title}</KeyLink>,
    record.unit?.title,
    record.location?.title,
    declared ? t`declared ${declared}` : t`opened ${opened}`,
    !record.open && <strong>{closed ? (outcome ? <Trans>closed {closed}: {outcome}</Trans> : <Trans>closed {closed}</Trans>) : <Trans>closed</Trans>}</strong>,
    <Trans key="version">running under <KeyLink elementKey={routine.key}>{routine.title}</KeyLink>, version {record.routineVersion}</Trans>,
  ].filter(Boolean)
  return (
    <>
      {parts.map((part, at) => (
        <Fragment key={at}>
          {at > 0 && ' · '}
          {part}
        </Fragment>
      ))}
    </>
  )
}
