import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { ElementView } from '../../../shared/element.contract.ts'
import { useAction, useQueryOf } from '../../../web/api.ts'
import { useAsOf } from '../../../web/asOf.ts'
import { useSession, useToday } from '../../../web/session.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Waiting } from '../../../web/ui/EmptyState.tsx'
import { Row, Rows, Section } from '../../../web/ui/Facts.tsx'
import { StateMark } from '../../../web/ui/Marks.tsx'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import { say } from '../../../web/ui/Toast.tsx'
import { dayInWords } from '../../../web/words.ts'
import { acknowledgePolicy, listAcknowledgements, type DutyView } from '../acknowledgement.contract.ts'
import styles from './ForYou.module.css'

const few = 8

/** Who has acknowledged the version in force and who has not; and one's own part in it. */
export function PolicyAcknowledgements({ element }: { element: ElementView }) {
  const { t } = useLingui()
  const [all, setAll] = useState(false)
  const { data, error, refetch } = useQueryOf(listAcknowledgements, { policy: element.key }, element.version > 0)
  if (element.version === 0) return null
  const rows = data?.rows ?? []
  const { done = 0 } = data ?? {}
  const share = rows.length > 0 ? Math.round((100 * done) / rows.length) : 0
  return (
    <Section title={<Trans>Acknowledged</Trans>} aside={rows.length > 0 && <Trans>{done} of {rows.length}, {share} %</Trans>}>
      <ProblemNote error={error} retry={() => void refetch()} />
      {!data && !error && <Waiting label={t`Acknowledged`} rows={2} />}
      {data?.mine && <Mine element={element} version={data.version} mine={data.mine} />}
      {data && (
        <Rows label={t`Acknowledged`}>
          {rows.slice(0, all ? rows.length : few).map((duty) => (
            <Duty key={duty.id} duty={duty} />
          ))}
          {rows.length === 0 && (
            <Row>
              <Trans>It concerns nobody yet: nobody holds a role that it touches.</Trans>
            </Row>
          )}
        </Rows>
      )}
      {rows.length > few && !all && (
        <div>
          <Button small look="quiet" onClick={() => setAll(true)}>
            <Plural value={rows.length} one="Show #" other="Show all #" />
          </Button>
        </div>
      )}
    </Section>
  )
}

function Mine({ element, version, mine }: { element: ElementView; version: number; mine: DutyView }) {
  const { t } = useLingui()
  const asOf = useAsOf()
  const acknowledge = useAction(acknowledgePolicy)
  if (mine.acknowledgedAt || asOf) return null
  const due = dayInWords(mine.dueOn)
  const submit = async () => {
    if (await acknowledge.mutateAsync({ policy: element.key, version }).catch(() => null)) say(t`Acknowledged`, element.title)
  }
  return (
    <>
      <ProblemNote error={acknowledge.error} />
      <div className={styles.ask}>
        <p>
          <Trans>Version {version} concerns you. Read it, then acknowledge it by {due}.</Trans>
        </p>
        <Button look="primary" busy={acknowledge.isPending} onClick={() => void submit()}>
          <Trans>I have read it</Trans>
        </Button>
      </div>
    </>
  )
}

function Duty({ duty }: { duty: DutyView }) {
  const { t } = useLingui()
  const asOf = useAsOf()
  const today = useToday()
  const me = useSession().data?.person?.id
  const due = dayInWords(duty.dueOn, 'short')
  const on = dayInWords(duty.acknowledgedAt, 'short')
  const late = duty.dueOn < (asOf ?? today)
  return (
    <Row end={duty.acknowledgedAt ? <StateMark state="met">{on}</StateMark> : <StateMark state={late ? 'missed' : 'unknown'}>{late ? <Trans>overdue since {due}</Trans> : <Trans>by {due}</Trans>}</StateMark>}>
      {duty.name}
      {duty.id === me && ` (${t`you`})`}
    </Row>
  )
}
