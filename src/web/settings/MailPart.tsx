import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { listMail, type MailView } from '../../modules/acknowledgements/inbox.contract.ts'
import { post, useQueryOf } from '../api.ts'
import { Button } from '../ui/Button.tsx'
import { Waiting } from '../ui/EmptyState.tsx'
import { Facts, Row, Rows, Section } from '../ui/Facts.tsx'
import { StateMark } from '../ui/Marks.tsx'
import { ProblemNote } from '../ui/Problem.tsx'
import { instantInWords } from '../words.ts'
import styles from './Settings.module.css'

/** The mail server, whether it takes mail, and what became of the latest. */
export function MailPart() {
  const { t } = useLingui()
  const { data, error, refetch } = useQueryOf(listMail)
  const failed = data?.rows.filter((mail) => mail.state !== 'sent') ?? []
  const sent = data?.rows.filter((mail) => mail.state === 'sent') ?? []
  return (
    <>
      <Section title={<Trans>Mail server</Trans>}>
        <ProblemNote error={error} retry={() => void refetch()} />
        {!data && !error && <Waiting label={t`Mail server`} rows={3} />}
        {data && !data.server && (
          <p className={styles.soft}>
            <Trans>No mail server is set: invitations and links to choose a new password are shown to you instead of mailed, and nobody gets a mail in the morning. Set SMTP_HOST and SMTP_FROM, then start Wellrun again.</Trans>
          </p>
        )}
        {data?.server && (
          <>
            <Facts rows={[{ label: <Trans>Server</Trans>, value: data.server.host }, { label: <Trans>Mail comes from</Trans>, value: data.server.from }]} />
            <TestMail />
          </>
        )}
      </Section>
      {failed.length > 0 && <Mails title={t`Not sent`} mails={failed} />}
      {sent.length > 0 && <Mails title={t`Sent`} mails={sent.slice(0, 20)} />}
    </>
  )
}

type Outcome = { state: MailView['state']; why: string | null; to: string }

function TestMail() {
  const client = useQueryClient()
  const test = useMutation({ mutationFn: () => post<Outcome>('/api/mail.test', {}), onSuccess: () => client.invalidateQueries({ queryKey: [listMail.name] }) })
  const { to = '', state, why = '' } = test.data ?? {}
  return (
    <>
      <div className={styles.verbs} style={{ paddingTop: '0.75rem' }}>
        <Button busy={test.isPending} onClick={() => test.mutate()}>
          <Trans>Send a test to yourself</Trans>
        </Button>
      </div>
      <ProblemNote error={test.error} />
      <output>
        {state === 'sent' && <StateMark state="met"><Trans>The mail server took the mail to {to}.</Trans></StateMark>}
        {state === 'failed' && <StateMark state="missed">{why}</StateMark>}
      </output>
    </>
  )
}

function Mails({ title, mails }: { title: string; mails: readonly MailView[] }) {
  const { t } = useLingui()
  const kinds = { digest: t`Mail of the morning`, invitation: t`Invitation`, password: t`Link to choose a new password`, test: t`Test` }
  return (
    <Section title={title}>
      <Rows label={title}>
        {mails.map((mail) => (
          <Row key={mail.id} note={mail.why} end={instantInWords(mail.endedAt ?? mail.queuedAt)}>
            {kinds[mail.kind]} · {mail.person} {mail.state !== 'sent' && <Fate mail={mail} />}
          </Row>
        ))}
      </Rows>
    </Section>
  )
}

function Fate({ mail }: { mail: MailView }) {
  const next = instantInWords(mail.nextAt)
  if (mail.state === 'failed') return <StateMark state="missed"><Trans>given up</Trans></StateMark>
  return mail.attempts === 0 ? <StateMark state="unknown"><Trans>on its way</Trans></StateMark> : <StateMark state="watch"><Trans>tried {mail.attempts} times, again {next}</Trans></StateMark>
}
