import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useAction } from '../../../web/api.ts'
import { useAsOf } from '../../../web/asOf.ts'
import { useToday } from '../../../web/session.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Section } from '../../../web/ui/Facts.tsx'
import { KeyLink } from '../../../web/ui/KeyLink.tsx'
import { StateMark } from '../../../web/ui/Marks.tsx'
import { say } from '../../../web/ui/Toast.tsx'
import { dayInWords } from '../../../web/words.ts'
import { acceptAppointment } from '../../roles/holder.contract.ts'
import { readInbox, type InboxItem } from '../inbox.contract.ts'
import { daysBetween } from '../stage.ts'
import styles from './ForYou.module.css'

type Declining = { onDecline: (item: InboxItem) => void }

/** What waits of one kind; nothing where nothing does. */
export function InboxGroup({ title, items, onDecline }: { title: string; items: readonly InboxItem[] } & Declining) {
  if (items.length === 0) return null
  return (
    <Section title={title} aside={items.length > 1 ? items.length : undefined}>
      <ul className={styles.rows} aria-label={title}>
        {items.map((item) => (
          <InboxRow key={item.mark} item={item} onDecline={onDecline} />
        ))}
      </ul>
    </Section>
  )
}

function InboxRow({ item, onDecline }: { item: InboxItem } & Declining) {
  const { t } = useLingui()
  const asOf = useAsOf()
  return (
    <li className={styles.row} data-unread={item.read ? undefined : ''}>
      <div className={styles.words}>
        <div className={styles.title}>
          {!item.read && <span className="visually-hidden">{t`Unread`}: </span>}
          <span className={styles.key}>{item.about.key}</span> <About item={item} />
        </div>
        <div className={styles.note}>
          <Due item={item} />
          <More item={item} />
        </div>
      </div>
      {!asOf && <Verbs item={item} onDecline={onDecline} />}
    </li>
  )
}

function About({ item: { about, heldFor } }: { item: InboxItem }) {
  if (about.kind === 'record') return <Link to="/work/$record" params={{ record: about.key }}>{about.title}</Link>
  if (about.kind === 'proposal') return <Link to="/proposals/$proposal" params={{ proposal: about.key }}>{about.title}</Link>
  return (
    <>
      <KeyLink elementKey={about.key}>{about.title}</KeyLink>
      {heldFor && (
        <>
          {' '}
          <Trans>for</Trans> <KeyLink elementKey={heldFor.key}>{heldFor.title}</KeyLink>
        </>
      )}
    </>
  )
}

/** When it is due, with how far away that is; a mark once it is near. */
function Due({ item: { kind, stage, dueOn, notice } }: { item: InboxItem }) {
  const today = useToday()
  const on = dayInWords(dueOn)
  const left = daysBetween(today, dueOn)
  if (stage === 'told') return <span>{on}</span>
  if (left < 0) return <StateMark state="missed">{kind === 'ending' ? <Trans>ended on {on}</Trans> : <Trans>overdue since {on}</Trans>}</StateMark>
  const away = left === 0 ? <Trans>today</Trans> : left === 1 ? <Trans>tomorrow</Trans> : <Plural value={left} one="in # day" other="in # days" />
  const words = notice ? <><Trans>last day to give notice</Trans>: {away}, {on}</> : kind === 'meeting' ? <>{away}, {on}</> : kind === 'ending' ? <><Trans>ends</Trans> {away}, {on}</> : <><Trans>due</Trans> {away}, {on}</>
  return left <= 7 ? <StateMark state="watch">{words}</StateMark> : <span>{words}</span>
}

function More({ item: { version, by, reason } }: { item: InboxItem }) {
  if (version) return <> · <Trans>version {version}</Trans></>
  return by ? <> · {by}: “{reason}”</> : reason ? <> · {reason}</> : null
}

function Verbs({ item, onDecline }: { item: InboxItem } & Declining) {
  const { t } = useLingui()
  const read = useAction(readInbox)
  const accept = useAction(acceptAppointment)
  const { holder, about } = item
  const take = async () => {
    if (holder && (await accept.mutateAsync({ holder }).catch(() => null))) say(t`Accepted`, about.title)
  }
  return (
    <div className={styles.verbs}>
      {item.kind === 'appointment' && holder && (
        <>
          <Button small busy={accept.isPending} onClick={() => void take()}>
            <Trans>Accept</Trans>
          </Button>
          <Button small look="quiet" onClick={() => onDecline(item)}>
            <Trans>Decline</Trans>
          </Button>
        </>
      )}
      {!item.read && (
        <Button small look="quiet" className={styles.read} busy={read.isPending} aria-label={t`Mark ${about.title} as read`} onClick={() => read.mutate({ marks: [item.mark] })}>
          <Trans>Mark as read</Trans>
        </Button>
      )}
    </div>
  )
}
