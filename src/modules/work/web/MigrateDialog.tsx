import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useQueryOf } from '../../../web/api.ts'
import { Waiting } from '../../../web/ui/EmptyState.tsx'
import { Row, Rows, Section } from '../../../web/ui/Facts.tsx'
import { faultAt, ProblemNote } from '../../../web/ui/Problem.tsx'
import { Select } from '../../../web/ui/Select.tsx'
import { TextArea } from '../../../web/ui/TextField.tsx'
import { say, sayProblem } from '../../../web/ui/Toast.tsx'
import { recordContracts, recordQueries } from '../record.contract.ts'
import { ActionDialog } from './ActionDialog.tsx'
import styles from './Form.module.css'
import { useRecordAction } from './useRecordAction.ts'

/** What would become of records under the newest version of their routine; those named move, or all that are behind. */
export function MigrateDialog({ routine, only, onClose }: { routine: string; only?: { key: string; version: number }; onClose: () => void }) {
  const { t } = useLingui()
  const { data, error } = useQueryOf(recordQueries.migration, { routine })
  const migrate = useRecordAction(recordContracts.migrate)
  const [states, setStates] = useState<Record<string, string>>({})
  const [reason, setReason] = useState('')
  const concerned = (data?.states ?? []).filter((one) => !only || one.version === only.version)
  const steps = (data?.steps ?? []).map((step) => ({ value: step.id, label: step.name }))
  const unknown = concerned.filter((one) => one.becomes === null)
  const records = only ? [only.key] : (data?.records ?? []).slice(0, 200).map((record) => record.key)
  const submit = async () => {
    const done = await migrate.run({ records, states, reason: reason.trim() })
    if (!done) return false
    if (done.moved > 0) say(t`Moved to version ${data?.version ?? ''}`, only?.key ?? t`${done.moved} records`)
    for (const kept of done.kept.slice(0, 3)) sayProblem(t`${kept.key} was not moved`, kept.why)
    return true
  }
  const version = data?.version ?? ''
  return (
    <ActionDialog wide title={only ? t`Move ${only.key} to version ${version}` : t`Move records to version ${version}`} verb={t`Move`} action={migrate} submit={submit} onClose={onClose} ready={data !== undefined && records.length > 0 && reason.trim() !== '' && unknown.every((one) => states[one.state])} shown={['reason']}>
      <ProblemNote error={error} />
      {!data && !error && <Waiting label={t`Preview`} rows={3} />}
      {data && (
        <>
          {!only && <p><Plural value={data.behind} one="# open record runs under an earlier version." other="# open records run under an earlier version." /></p>}
          <Section title={<Trans>What becomes of the steps</Trans>}>
            <Rows>
              {concerned.map((one) => (
                <Row key={`${one.version} ${one.state}`} note={<Trans>version {one.version}</Trans>} end={!only && <Plural value={one.open} one="# open" other="# open" />}>
                  {one.becomes === null ? <Select className={styles.form} label={t`${one.name} is gone; its records go to`} placeholder={t`Choose a step`} value={states[one.state] ?? null} onChange={(state) => setStates({ ...states, [one.state]: state ?? '' })} choices={steps} /> : <>{one.name} → {steps.find((step) => step.value === one.becomes)?.label ?? one.becomes}</>}
                </Row>
              ))}
            </Rows>
          </Section>
          {data.clocks.length > 0 && (
            <Section title={<Trans>What becomes of the clocks</Trans>}>
              <Rows>
                {data.clocks.map((clock) => (
                  <Row key={clock.name} note={clock.text}>{clock.name}</Row>
                ))}
              </Rows>
            </Section>
          )}
        </>
      )}
      <TextArea label={t`Reason`} required rows={2} value={reason} onChange={setReason} fault={faultAt(migrate.error, 'reason')} />
    </ActionDialog>
  )
}
