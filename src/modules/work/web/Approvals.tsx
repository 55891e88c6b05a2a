import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type FormEvent } from 'react'
import { Button } from '../../../web/ui/Button.tsx'
import { Row, Rows, Section } from '../../../web/ui/Facts.tsx'
import { StateMark } from '../../../web/ui/Marks.tsx'
import { faultAt, ProblemNote } from '../../../web/ui/Problem.tsx'
import { say } from '../../../web/ui/Toast.tsx'
import { TextArea } from '../../../web/ui/TextField.tsx'
import { recordContracts, type RecordView } from '../record.contract.ts'
import styles from './Form.module.css'
import { MovedOn } from './MovedOn.tsx'
import { useBase } from './useBase.ts'
import { useRecordAction } from './useRecordAction.ts'
import { useWhen } from './useWhen.ts'

type ApprovalSeen = RecordView['approvals'][number]

/** Who has to agree before the record may go on, who has decided, and the two verbs for whoever may. */
export function Approvals({ record }: { record: RecordView }) {
  const { t } = useLingui()
  if (record.approvals.length === 0) return null
  return (
    <Section title={<Trans>Approvals</Trans>} id="approvals">
      <Rows label={t`Approvals`}>
        {record.approvals.map((approval) => (
          <Approval key={approval.id} record={record} approval={approval} />
        ))}
      </Rows>
    </Section>
  )
}

function Approval({ record, approval }: { record: RecordView; approval: ApprovalSeen }) {
  const [deciding, setDeciding] = useState<'approve' | 'refuse' | null>(null)
  const approved = approval.given.filter((one) => one.decision === 'approved').length
  const refused = approval.given.some((one) => one.decision === 'refused')
  const state = refused ? 'missed' : approved >= approval.need ? 'met' : 'unknown'
  const { need } = approval
  return (
    <Row
      note={
        <>
          {approval.given.map((one) => (
            <Given key={one.person.id} given={one} />
          ))}
          {state === 'unknown' && !approval.allowed && approval.refusal && <div>{approval.refusal}</div>}
          {deciding && <DecisionForm record={record} approval={approval} decision={deciding} onLeave={() => setDeciding(null)} />}
        </>
      }
      end={
        approval.allowed && !deciding && record.open ? (
          <span className={styles.verbs}>
            <Button small onClick={() => setDeciding('refuse')}><Trans>Refuse</Trans></Button>
            <Button small look="primary" onClick={() => setDeciding('approve')}><Trans>Approve</Trans></Button>
          </span>
        ) : (
          need > 1 && <Trans>{approved} of {need}</Trans>
        )
      }
    >
      <StateMark state={state}>
        <strong>{approval.name}</strong> · {approval.role.title}
      </StateMark>
    </Row>
  )
}

function Given({ given }: { given: ApprovalSeen['given'][number] }) {
  const when = useWhen()
  const [who, at] = [given.person.name, when.short(given.at)]
  return (
    <div>
      {given.decision === 'approved' ? <Trans>{who} approved, {at}</Trans> : <Trans>{who} refused, {at}</Trans>}
      {given.reason && `: ${given.reason}`}
    </div>
  )
}

function DecisionForm({ record, approval, decision, onLeave }: { record: RecordView; approval: ApprovalSeen; decision: 'approve' | 'refuse'; onLeave: () => void }) {
  const { t } = useLingui()
  const base = useBase(record)
  const [reason, setReason] = useState('')
  const [approve, refuse] = [useRecordAction(recordContracts.approve), useRecordAction(recordContracts.refuse)]
  const action = decision === 'approve' ? approve : refuse
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const said = { record: record.id, revision: base.revision, approval: approval.id }
    const done = decision === 'approve' ? await approve.run({ ...said, ...(reason.trim() && { reason: reason.trim() }) }) : await refuse.run({ ...said, reason: reason.trim() })
    if (!done) return
    say(decision === 'approve' ? t`Approved` : t`Refused`, `${record.key} ${record.title}`)
    onLeave()
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {!action.busy && <MovedOn record={record} base={base} />}
      <ProblemNote error={action.error} shown={['reason']} />
      <TextArea label={decision === 'approve' ? t`What you approve it on` : t`Why you refuse it`} optional={decision === 'approve'} value={reason} onChange={setReason} fault={faultAt(action.error, 'reason')} rows={2} />
      <div className={styles.verbs}>
        <Button type="submit" small look="primary" busy={action.busy} disabled={base.moved}>{decision === 'approve' ? t`Approve` : t`Refuse`}</Button>
        <Button small onClick={onLeave}><Trans>Cancel</Trans></Button>
      </div>
    </form>
  )
}
