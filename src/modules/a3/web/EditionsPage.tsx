import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { queryPath, useQueryOf } from '../../../web/api.ts'
import { Page } from '../../../web/shell/Page.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { EmptyState, Waiting } from '../../../web/ui/EmptyState.tsx'
import { CopyKey } from '../../../web/ui/KeyLink.tsx'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import { dayInWords, instantInWords } from '../../../web/words.ts'
import { listEditions, publishEdition, type EditionView } from '../edition.contract.ts'
import styles from './Editions.module.css'

const PublishEdition = lazy(async () => ({ default: (await import('./PublishEdition.tsx')).PublishEdition }))

/** The editions of the A3, the last first. */
export function EditionsPage() {
  const { t } = useLingui()
  const [publishing, setPublishing] = useState(false)
  const { data, error, refetch } = useQueryOf(listEditions, { limit: 200 })
  const may = data?.abilities.includes(publishEdition.name) ?? false
  const verb = may && <Button look="primary" onClick={() => setPublishing(true)}><Trans>Publish an edition</Trans></Button>
  const editions = data?.editions ?? []
  return (
    <Page name={t`Editions`} crumbs={[{ label: t`The A3`, to: '/' }]} subtitle={<Trans>The A3 as it was, frozen and dated. An edition never changes.</Trans>} verbs={editions.length > 0 && verb}>
      <ProblemNote error={error} retry={() => void refetch()} />
      {!data && !error && <Waiting label={t`Editions`} />}
      {data && editions.length === 0 && (
        <EmptyState title={<Trans>No edition yet</Trans>} verb={verb || undefined}>
          <p><Trans>An edition is the A3 of one moment: a PDF to hand out and the data behind it. Its hash stands in the ledger, so that anybody can check later that nothing in it was altered.</Trans></p>
          <p><Trans>Publish one when the system is agreed, and again after each management review. The page then shows what has changed since.</Trans></p>
        </EmptyState>
      )}
      {editions.length > 0 && (
        <ul className={styles.editions} aria-label={t`Editions`}>
          {editions.map((edition, at) => <EditionRow key={edition.id} edition={edition} previous={editions[at + 1]?.key} />)}
        </ul>
      )}
      <Suspense>{publishing && <PublishEdition onClose={() => setPublishing(false)} />}</Suspense>
    </Page>
  )
}

function EditionRow({ edition, previous }: { edition: EditionView; previous: string | undefined }) {
  const { key, title, note, asOf, publishedAt, by } = edition
  const [day, at, name, role] = [dayInWords(asOf), instantInWords(publishedAt), by.name, by.role]
  return (
    <li className={styles.edition}>
      <h2 className={styles.name}>
        {edition.readable ? <Link to="/editions/$edition" params={{ edition: key }}>{key}</Link> : key} <span>{day}</span> {title && <span className={styles.title}>{title}</span>}
      </h2>
      <p className={styles.who}><Trans>Published {at} by {name}, as {role}</Trans></p>
      {note && <p>{note}</p>}
      <EditionProof edition={edition} />
      <p className={styles.links}>
        <a href={queryPath('edition.pdf', { edition: key })} target="_blank" rel="noreferrer"><Trans>PDF of {key}</Trans></a>
        <a href={queryPath('edition.document', { edition: key })} download={`a3-${key}-${asOf}.json`}><Trans>Data of {key}</Trans></a>
        {previous && edition.readable && <Link to="/editions/$edition" params={{ edition: key }} search={{ compare: previous } as never}><Trans>Compare {key} with {previous}</Trans></Link>}
        {edition.readable && <Link to="/" search={{ compare: key } as never}><Trans>What changed since {key}</Trans></Link>}
      </p>
    </li>
  )
}

/** What proves an edition: hashes and the head of the ledger, each to be copied. */
export function EditionProof({ edition }: { edition: EditionView }) {
  const { hash, pdfHash, ledger } = edition
  const { root } = ledger
  return (
    <dl className={styles.proof}>
      <div><dt><Trans>SHA-256 of the page</Trans></dt><dd><code>{hash}</code> <CopyKey text={hash} /></dd></div>
      <div><dt><Trans>SHA-256 of the PDF</Trans></dt><dd><code>{pdfHash}</code> <CopyKey text={pdfHash} /></dd></div>
      <div><dt><Trans>Head of the ledger</Trans></dt><dd>{root ? <><code>{root}</code> <CopyKey text={root} /> <Plural value={ledger.size} one="over # entry" other="over # entries" /></> : <Trans>not sealed yet at that moment</Trans>}</dd></div>
    </dl>
  )
}
