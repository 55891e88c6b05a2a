import { Trans, useLingui } from '@lingui/react/macro'
import type { ElementView } from '../../../shared/element.contract.ts'
import { useQueryOf } from '../../../web/api.ts'
import { Waiting } from '../../../web/ui/EmptyState.tsx'
import { Row, Rows, Section } from '../../../web/ui/Facts.tsx'
import { KeyLink } from '../../../web/ui/KeyLink.tsx'
import { StateMark, type State } from '../../../web/ui/Marks.tsx'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import { promiseQuery, type ChainedLink, type ChainLink, type PromiseStanding } from '../promise.contract.ts'
import { percent } from '../promise.ts'
import styles from './ServicePromise.module.css'

const marks: Record<PromiseStanding, State> = { kept: 'met', broken: 'missed', unknown: 'unknown', 'nothing promised': 'unknown' }

/** What the service promises, what the chain behind it gives, and where the two part. */
export function ServicePromise({ element }: { element: ElementView }) {
  return element.status === 'in force' ? <Promised service={element.key} /> : null
}

function Promised({ service }: { service: string }) {
  const { t } = useLingui()
  const { data, error, refetch } = useQueryOf(promiseQuery, { element: service })
  const links = data?.links ?? []
  return (
    <Section title={<Trans>Promise and chain</Trans>}>
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {!data && !error && <Waiting label={t`Promise and chain`} rows={2} />}
      {data && (
        <div className={styles.promise}>
          <p>
            <StateMark state={marks[data.availability.standing]}>{data.availability.text}</StateMark>
          </p>
          <p>
            <StateMark state={marks[data.hours.standing]}>{data.hours.text}</StateMark>
          </p>
          {links.length > 0 && (
            <Rows label={t`Links of the chain`}>
              {links.map((link) => (
                <Row key={link.element?.key ?? link.title} note={<Said link={link} />} end={<Figure link={link} />}>
                  <Linked link={link} />
                </Row>
              ))}
            </Rows>
          )}
        </div>
      )}
    </Section>
  )
}

function Linked({ link }: { link: ChainedLink }) {
  const others = link.standIns.map((other) => <span key={other.title}> <Trans>or</Trans> <Name link={other} /></span>)
  return <><Name link={link} />{others}</>
}

function Name({ link }: { link: ChainLink }) {
  if (!link.element) return link.title
  return <KeyLink elementKey={link.element.key}>{link.title}</KeyLink>
}

function Said({ link }: { link: ChainedLink }) {
  const { t } = useLingui()
  const how = { dependency: t`it depends on this`, supplier: t`a supplier provides it`, agreement: t`agreed inside` }[link.how]
  const parts = [
    how,
    ...(link.standIns.length > 0 ? [t`one of them is enough`] : []),
    ...(link.says !== null ? [t`says ${percent(link.says)}, and its own chain gives less`] : []),
    ...(link.hours ? [link.hours.title] : link.element ? [t`no hours named`] : [t`in no list`]),
  ]
  return parts.join(' · ')
}

function Figure({ link }: { link: ChainedLink }) {
  const values = [link, ...link.standIns].map((one) => one.availability)
  if (values.every((value) => value === null)) {
    return (
      <StateMark state="unknown">
        <Trans>promises nothing</Trans>
      </StateMark>
    )
  }
  return <span className={styles.figure}>{values.map((value) => (value === null ? '?' : percent(value))).join(' / ')}</span>
}
