import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAction, useQueryOf } from '../../../web/api.ts'
import { useAsOf } from '../../../web/asOf.ts'
import { Page } from '../../../web/shell/Page.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { EmptyState, Waiting } from '../../../web/ui/EmptyState.tsx'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import { listInbox, readInbox, type InboxItem } from '../inbox.contract.ts'
import { DeclineDialog } from './DeclineDialog.tsx'
import { InboxGroup } from './InboxGroup.tsx'
import styles from './ForYou.module.css'
import { useKindTitles } from './kindTitles.ts'

const order = ['record', 'decision', 'appointment', 'acknowledgement', 'review', 'meeting', 'ending', 'declined'] as const

/** All that waits for whoever is signed in, by what is to be done, the most urgent first. */
export function ForYouPage() {
  const { t } = useLingui()
  const asOf = useAsOf()
  const titles = useKindTitles()
  const { data, error, refetch } = useQueryOf(listInbox)
  const read = useAction(readInbox)
  const [declining, setDeclining] = useState<InboxItem | null>(null)
  return (
    <Page
      name={t`For you`}
      subtitle={data && data.items.length > 0 && <Summary items={data.items} />}
      verbs={
        data && data.unread > 0 && !asOf && (
          <Button busy={read.isPending} onClick={() => read.mutate({})}>
            <Trans>Mark all as read</Trans>
          </Button>
        )
      }
    >
      <ProblemNote error={error ?? read.error} {...(error && { retry: () => void refetch() })} />
      {!data && !error && <Waiting label={t`For you`} />}
      {data?.items.length === 0 && (
        <EmptyState title={<Trans>Nothing waits for you.</Trans>}>
          <p>
            <Trans>Appointments to accept, policies to acknowledge, proposals to decide and reviews that fall due appear here, thirty days ahead.</Trans>
          </p>
        </EmptyState>
      )}
      {data && order.map((kind) => <InboxGroup key={kind} title={titles[kind]} items={data.items.filter((item) => item.kind === kind)} onDecline={setDeclining} />)}
      <p className={styles.foot}>
        <Link to="/settings/$part" params={{ part: 'notifications' }}>
          <Trans>What is mailed to you, and your calendar</Trans>
        </Link>
      </p>
      {declining && <DeclineDialog item={declining} onClose={() => setDeclining(null)} />}
    </Page>
  )
}

function Summary({ items }: { items: readonly InboxItem[] }) {
  const overdue = items.filter((item) => item.stage === 'overdue').length
  return (
    <>
      <Plural value={items.length} one="# thing waits for you" other="# things wait for you" />
      {overdue > 0 && (
        <>
          {', '}
          <strong>
            <Plural value={overdue} one="# overdue" other="# overdue" />
          </strong>
        </>
      )}
    </>
  )
}
