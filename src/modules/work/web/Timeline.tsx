import { Trans, useLingui } from '@lingui/react/macro'
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query'
import { Fragment, type Ref } from 'react'
import { read } from '../../../web/api.ts'
import { useAsOf } from '../../../web/asOf.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Waiting } from '../../../web/ui/EmptyState.tsx'
import { Section } from '../../../web/ui/Facts.tsx'
import { Keyed } from '../../../web/ui/Keyed.tsx'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import { dayInWords } from '../../../web/words.ts'
import { recordQueries, type RecordView, type TimelineEntry } from '../record.contract.ts'
import { CommentBox } from './CommentBox.tsx'
import styles from './Timeline.module.css'
import { useWhen } from './useWhen.ts'

function timelineOptions(record: string, asOf: string | undefined) {
  return infiniteQueryOptions({
    queryKey: [recordQueries.timeline.name, { record, pages: true, asOf }],
    queryFn: ({ pageParam, signal }) => read(recordQueries.timeline, { record, before: pageParam, asOf }, signal),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  })
}

/** What happened, newest first, a line for each new day. */
export function Timeline({ record, commentField, mayComment }: { record: RecordView; commentField: Ref<HTMLTextAreaElement>; mayComment: boolean }) {
  const { t } = useLingui()
  const asOf = useAsOf()
  const list = useInfiniteQuery(timelineOptions(record.key, asOf))
  const when = useWhen()
  const entries = (list.data?.pages.flatMap((page) => page.entries) ?? []).toSorted((one, other) => other.position - one.position)
  const dayOf = (entry: TimelineEntry) => when.dayOf(entry.occurredAt ?? entry.at)
  return (
    <Section title={<Trans>What happened</Trans>}>
      {mayComment && <CommentBox key={record.id} record={record} field={commentField} />}
      <ProblemNote error={list.error} retry={() => void list.refetch()} />
      {list.isPending && <Waiting label={t`What happened`} />}
      <ol className={styles.entries} aria-label={t`What happened, newest first`}>
        {entries.map((entry, at) => (
          <Fragment key={entry.position}>
            {at > 0 && dayOf(entry) !== dayOf(entries[at - 1]!) && <li className={styles.day}>{dayOf(entry) === when.today ? t`Today` : when.day(entry.occurredAt ?? entry.at)}</li>}
            {at === 0 && dayOf(entry) !== when.today && <li className={styles.day}>{when.day(entry.occurredAt ?? entry.at)}</li>}
            <Entry entry={entry} record={record} />
          </Fragment>
        ))}
      </ol>
      {list.hasNextPage && (
        <div>
          <Button small busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            <Trans>Show what was before</Trans>
          </Button>
        </div>
      )}
    </Section>
  )
}

function Entry({ entry, record }: { entry: TimelineEntry; record: RecordView }) {
  const { t } = useLingui()
  const when = useWhen()
  const told = entry.occurredAt !== null && entry.occurredAt !== entry.at
  return (
    <li className={styles.entry}>
      <time className={styles.time} dateTime={entry.occurredAt ?? entry.at} title={told ? t`Happened ${when.full(entry.occurredAt)}, recorded ${when.full(entry.at)}` : when.full(entry.at)}>
        {when.time(entry.occurredAt ?? entry.at)}
      </time>
      <span className={styles.dot} data-process={entry.process ?? undefined} aria-hidden="true" />
      <span className={styles.actor} title={entry.role ? t`${entry.actorName}, as ${entry.role}` : entry.actorName}>
        {entry.actorName}
        {entry.role && <span className={styles.role}>{entry.role}</span>}
      </span>
      <div className={styles.text}>
        <Said entry={entry} record={record} />
        {entry.reason && <p className={styles.reason}>{entry.reason}</p>}
        {entry.changes.length > 0 && <Changes entry={entry} />}
      </div>
    </li>
  )
}

function Said({ entry, record }: { entry: TimelineEntry; record: RecordView }) {
  if (entry.attachment) {
    const address = `/api/record.file?${new URLSearchParams({ record: record.id, attachment: entry.attachment.id })}`
    return (
      <p>
        {entry.text} <a href={address}>{entry.attachment.name}</a>
      </p>
    )
  }
  if (entry.mentions.length === 0) return <p><Keyed text={entry.text} /></p>
  const names = entry.mentions.map((person) => person.name).toSorted((one, other) => other.length - one.length)
  const pieces = entry.text.split(new RegExp(`(${names.map((name) => `@${name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}`).join('|')})`))
  return (
    <p>
      {pieces.map((piece, at) => (names.includes(piece.slice(1)) && piece.startsWith('@') ? <strong key={at}>{piece}</strong> : <Keyed key={at} text={piece} />))}
    </p>
  )
}

function Changes({ entry }: { entry: TimelineEntry }) {
  const { t } = useLingui()
  const words = (text: string) => (/^\d{4}-\d\d-\d\d( \d\d:\d\d)?$/.test(text) ? [dayInWords(text, 'short'), ...text.slice(11).split(' ').filter(Boolean)].join(', ') : text)
  return (
    <ul className={styles.changes} aria-label={t`What changed`}>
      {entry.changes.map((change) => (
        <li key={change.label}>
          {change.label}:{' '}
          {change.before && (
            <>
              <del>
                <span className="visually-hidden">{t`before:`} </span>
                {words(change.before)}
              </del>
              {' → '}
            </>
          )}
          <ins>
            <span className="visually-hidden">{t`after:`} </span>
            {words(change.after) || '—'}
          </ins>
        </li>
      ))}
    </ul>
  )
}
