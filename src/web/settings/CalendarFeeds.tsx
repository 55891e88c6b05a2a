import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { z } from 'zod'
import { createFeed, listFeeds, revokeFeed } from '../../modules/acknowledgements/feed.contract.ts'
import { useAction, useQueryOf } from '../api.ts'
import { useAsOf } from '../asOf.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Waiting } from '../ui/EmptyState.tsx'
import { Row, Rows, Section } from '../ui/Facts.tsx'
import { CopyKey } from '../ui/KeyLink.tsx'
import { ProblemNote } from '../ui/Problem.tsx'
import { dayInWords } from '../words.ts'
import styles from './Settings.module.css'

/** Addresses at which calendar programs read what is due; the address is the secret, so it is shown once and can be revoked. */
export function CalendarFeeds() {
  const { t } = useLingui()
  const asOf = useAsOf()
  const { data, error, refetch } = useQueryOf(listFeeds)
  const make = useAction(createFeed)
  const revoke = useAction(revokeFeed)
  const [shown, setShown] = useState<string | null>(null)
  const begin = async (of: 'me' | 'organisation') => {
    const made = await make.mutateAsync({ of }).catch(() => null)
    if (made) setShown(new URL(made.path, window.location.origin).href)
  }
  return (
    <Section title={<Trans>Calendar</Trans>}>
      <p className={styles.soft}>
        <Trans>Reviews, what you are to acknowledge and agreements that end, in your own calendar for twelve months ahead. Whoever has the address can read it, without signing in.</Trans>
      </p>
      <ProblemNote error={error ?? make.error ?? revoke.error} {...(error && { retry: () => void refetch() })} />
      {!data && !error && <Waiting label={t`Calendar`} rows={2} />}
      {data && data.rows.length > 0 && <Addresses rows={data.rows} revoke={(feed) => revoke.mutate({ feed })} />}
      {data && !asOf && (
        <div className={styles.verbs} style={{ paddingTop: '0.75rem' }}>
          <Button busy={make.isPending} onClick={() => void begin('me')}>
            <Trans>Make an address for your calendar</Trans>
          </Button>
          {data.mayShare && (
            <Button busy={make.isPending} onClick={() => void begin('organisation')}>
              <Trans>Make one for the whole organisation</Trans>
            </Button>
          )}
        </div>
      )}
      {shown && (
        <Dialog open onClose={() => setShown(null)} title={t`Address of the calendar`} description={t`It is shown this once. Add it to your calendar program as a calendar from the web.`} verbs={<Button look="primary" onClick={() => setShown(null)}><Trans>Done</Trans></Button>}>
          <span className={styles.inline}>
            <code className={styles.secret}>{shown}</code>
            <CopyKey text={shown} />
          </span>
        </Dialog>
      )}
    </Section>
  )
}

type FeedRow = z.infer<typeof listFeeds.output>['rows'][number]

function Addresses({ rows, revoke }: { rows: readonly FeedRow[]; revoke: (feed: string) => void }) {
  const { t } = useLingui()
  const asOf = useAsOf()
  return (
    <Rows label={t`Calendar`}>
      {rows.map((feed) => {
        const made = dayInWords(feed.createdAt, 'short')
        return (
          <Row
            key={feed.id}
            note={<>{feed.prefix}… · <Trans>made {made} by {feed.madeBy}</Trans></>}
            end={
              feed.mayRevoke && !asOf && (
                <Button small look="quiet" onClick={() => revoke(feed.id)}>
                  <Trans>Revoke</Trans>
                </Button>
              )
            }
          >
            {feed.of === 'me' ? <Trans>What concerns you</Trans> : <Trans>The whole organisation</Trans>}
          </Row>
        )
      })}
    </Rows>
  )
}
