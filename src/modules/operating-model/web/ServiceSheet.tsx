import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useQueryOf } from '../../../web/api.ts'
import { Page } from '../../../web/shell/Page.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { Waiting } from '../../../web/ui/EmptyState.tsx'
import { KeyLink } from '../../../web/ui/KeyLink.tsx'
import { ScopeMark, StateMark } from '../../../web/ui/Marks.tsx'
import { PageProblem } from '../../../web/ui/Problem.tsx'
import { dayInWords, instantInWords } from '../../../web/words.ts'
import { sheetQuery, type ServiceSheet, type SheetLine } from '../service-sheet.contract.ts'
import styles from './ServiceSheet.module.css'

/** Who picks up, who decides, who acts, now: one page for one service, on screen and on A4. */
export function ServiceSheetPage() {
  const { element } = useParams({ from: '/services/$element/sheet' })
  const { t } = useLingui()
  const { data, error, refetch } = useQueryOf(sheetQuery, { element })
  const crumbs = [{ label: t`Services`, to: '/$path' as const, params: { path: 'services' } }, { label: data?.service.title ?? element, to: '/$path/$element' as const, params: { path: 'services', element } }, { label: t`Sheet` }]
  if (!data) return <Page name={t`Sheet of ${element}`} crumbs={crumbs}>{error ? <PageProblem error={error} retry={() => void refetch()} /> : <Waiting label={t`Sheet`} rows={10} />}</Page>
  return (
    <Page name={data.service.title} title={<span className={styles.name}>{data.service.title}</span>} crumbs={crumbs} subtitle={<Head sheet={data} />} verbs={<Button onClick={() => window.print()}><Trans>Print</Trans></Button>}>
      <Sheet sheet={data} />
    </Page>
  )
}

function Head({ sheet: { service, scope } }: { sheet: ServiceSheet }) {
  const { t } = useLingui()
  const states = { in: t`in scope`, partly: t`partly in scope`, 'not yet': t`not yet in scope`, 'not stated': t`scope not stated` }
  const by = dayInWords(scope.byOn)
  return (
    <span className={styles.head}>
      {service.key}
      {service.criticality !== null && <> · <Trans>criticality {service.criticality} of 4</Trans></>}
      {' · '}
      <span aria-hidden="true">{scope.state !== 'not stated' && <ScopeMark state={scope.state} />}</span> {states[scope.state]}
      {scope.reason && <>: {scope.reason}</>}
      {by && <>, <Trans>by {by}</Trans></>}
      {service.status === 'draft' && <> · <Trans>draft</Trans></>}
      {service.description && <span className={styles.does}>{service.description}</span>}
    </span>
  )
}

function Sheet({ sheet }: { sheet: ServiceSheet }) {
  const day = dayInWords(sheet.asOf)
  return (
    <div className={styles.sheet}>
      <div className={styles.three}>
        <Block title={<Trans>Who picks up</Trans>} note={<><Contact of={sheet.service} /><Hours sheet={sheet} /></>}><Lines lines={sheet.picksUp} /></Block>
        <Block title={<Trans>Who decides</Trans>}><Lines lines={sheet.decides} /></Block>
        <Block title={<Trans>Who acts</Trans>}><Lines lines={sheet.acts} /></Block>
      </div>
      <div className={styles.two}>
        <Block title={<Trans>What is promised</Trans>}><Promises sheet={sheet} /></Block>
        <Block title={<Trans>What it depends on</Trans>}><Needs sheet={sheet} /></Block>
        <Block title={<Trans>Suppliers</Trans>}><Suppliers sheet={sheet} /></Block>
        <Block title={<Trans>Rules that apply</Trans>}><Rules sheet={sheet} /></Block>
      </div>
      <p className={styles.foot}>
        <Trans>{sheet.organisation} · as of {day} · computed from what is in force</Trans>
      </p>
    </div>
  )
}

function Block({ title, note, children }: { title: ReactNode; note?: ReactNode; children: ReactNode }) {
  return (
    <section className={styles.block}>
      <h2>{title}</h2>
      {note && <div className={styles.hours}>{note}</div>}
      {children}
    </section>
  )
}

function Contact({ of: { key, contact } }: { of: ServiceSheet['service'] }) {
  if (contact) return <p><strong>{contact}</strong></p>
  return <p><StateMark state="unknown"><Trans>No contact yet. <KeyLink elementKey={key}>Name one</KeyLink></Trans></StateMark></p>
}

function Hours({ sheet: { hours, timeZone } }: { sheet: ServiceSheet }) {
  const until = instantInWords(hours.until, timeZone)
  if (!hours.calendar) return <StateMark state="unknown"><Trans>No service hours are agreed.</Trans></StateMark>
  return (
    <>
      <KeyLink elementKey={hours.calendar.key}>{hours.calendar.title}</KeyLink>: {hours.text}.{' '}
      {hours.open === true && <StateMark state="met">{until ? <Trans>Open now, until {until}</Trans> : <Trans>Open now</Trans>}</StateMark>}
      {hours.open === false && <StateMark state="watch">{until ? <Trans>Closed now, opens {until}</Trans> : <Trans>Closed now</Trans>}</StateMark>}
    </>
  )
}

function Lines({ lines }: { lines: readonly SheetLine[] }) {
  return (
    <ul className={styles.lines}>
      {lines.slice(0, most).map((line, at) => (
        <li key={at}>
          <People people={line.people} />
          <span className={styles.role}>{line.by && <KeyLink elementKey={line.by.key}>{line.by.title}</KeyLink>}{line.note && <> · {line.note}</>}</span>
          <span className={styles.what}>{line.does}</span>
          <MendNote mend={line.mend} />
        </li>
      ))}
      <More all={lines.length} />
    </ul>
  )
}

/** So many fit on the page. */
const most = 8

function More({ all }: { all: number }) {
  const others = all - most
  return others > 0 ? <li className={styles.soft}><Plural value={others} one="and one more" other="and # more" /></li> : null
}

function People({ people }: { people: SheetLine['people'] }) {
  if (people.length === 0) return <strong className={styles.nobody}><StateMark state="missed"><Trans>Nobody yet</Trans></StateMark></strong>
  return (
    <strong>
      {people.map((person, at) => (
        <span key={person.name}>{at > 0 && ', '}{person.name}{person.deputy && <span className={styles.deputy}> (<Trans>deputy</Trans>)</span>}</span>
      ))}
    </strong>
  )
}

function MendNote({ mend }: { mend: SheetLine['mend'] }) {
  if (!mend) return null
  return <span className={styles.mend}>{mend.element ? <KeyLink elementKey={mend.element}>{mend.text}</KeyLink> : mend.text}.</span>
}

function Promises({ sheet }: { sheet: ServiceSheet }) {
  const drafts = sheet.drafted.map((each) => (
    <li key={each.key} className={styles.soft}>
      <Trans>Drafted, not in force: <KeyLink elementKey={each.key}>{each.title}</KeyLink></Trans>
    </li>
  ))
  if (sheet.promises.length + drafts.length === 0) return <p className={styles.soft}><Trans>Nothing is promised yet. An agreement says it in numbers.</Trans></p>
  return (
    <ul>
      {sheet.promises.slice(0, 2).flatMap(({ agreement, texts }) => [...texts.slice(0, most).map((text) => <li key={`${agreement.key} ${text}`}>{text}</li>), <li key={agreement.key} className={styles.soft}><KeyLink elementKey={agreement.key}>{agreement.title}</KeyLink></li>])}
      {drafts}
    </ul>
  )
}

function Needs({ sheet }: { sheet: ServiceSheet }) {
  if (sheet.needs.length === 0) return <p className={styles.soft}><Trans>No other service is named.</Trans></p>
  return (
    <ul>
      {sheet.needs.slice(0, most).map(({ element, title }) => (
        <li key={title}>{element ? <KeyLink elementKey={element.key}>{title}</KeyLink> : <StateMark state="watch"><Trans>{title}, which nothing answers to</Trans></StateMark>}</li>
      ))}
      <More all={sheet.needs.length} />
    </ul>
  )
}

function Suppliers({ sheet }: { sheet: ServiceSheet }) {
  if (sheet.suppliers.length === 0) return <p className={styles.soft}><Trans>No supplier stands behind it.</Trans></p>
  return (
    <ul className={styles.lines}>
      {sheet.suppliers.slice(0, most).map(({ element, contract, people, mend }) => (
        <li key={element.key}>
          <KeyLink elementKey={element.key}>{element.title}</KeyLink>
          <span className={styles.what}>{contract || <Trans>no contract is named</Trans>}{people.length > 0 && <> · {people.map((each) => each.name).join(', ')}</>}</span>
          <MendNote mend={mend} />
        </li>
      ))}
      <More all={sheet.suppliers.length} />
    </ul>
  )
}

function Rules({ sheet }: { sheet: ServiceSheet }) {
  if (sheet.rules.length === 0) return <p className={styles.soft}><Trans>No policy governs it or its routines.</Trans></p>
  return (
    <ul className={styles.lines}>
      {sheet.rules.slice(0, most).map(({ element, first }) => (
        <li key={element.key}>
          <KeyLink elementKey={element.key}>{element.title}</KeyLink>
          <span className={styles.what}>{first}</span>
        </li>
      ))}
      <More all={sheet.rules.length} />
    </ul>
  )
}
