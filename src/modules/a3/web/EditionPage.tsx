import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useParams } from '@tanstack/react-router'
import { queryPath, useQueryOf } from '../../../web/api.ts'
import { useWindowTitle } from '../../../web/shell/Page.tsx'
import { Button, buttonClass } from '../../../web/ui/Button.tsx'
import { EmptyState, Waiting } from '../../../web/ui/EmptyState.tsx'
import { PageProblem } from '../../../web/ui/Problem.tsx'
import { getEdition } from '../edition.contract.ts'
import { ComparedSheet, CompareButton } from './ComparedSheet.tsx'
import { EditionProof } from './EditionsPage.tsx'
import styles from './A3View.module.css'

/** One edition: the page as it was frozen, and what proves it. */
export function EditionPage() {
  const { t } = useLingui()
  const { edition: key = '' } = useParams({ strict: false })
  useWindowTitle(t`Edition ${key}`)
  const { data, error, refetch } = useQueryOf(getEdition, { edition: key })
  if (error) return <PageProblem error={error} retry={() => void refetch()} />
  if (!data) return <main id="main" tabIndex={-1} className={styles.view}><div className={styles.waiting}><Waiting label={t`The edition is on its way`} rows={12} /></div></main>
  const { edition, page } = data
  return (
    <main id="main" tabIndex={-1} className={styles.view}>
      <div className={styles.tools}>
        <Link to="/editions" className={styles.way}><Trans>Editions</Trans></Link>
        <span className={styles.verbs}>
          <CompareButton besides={edition.key} />
          <Button small onClick={() => window.print()}><Trans>Print</Trans></Button>
          <a className={buttonClass('plain', true)} href={queryPath('edition.pdf', { edition: edition.key })} target="_blank" rel="noreferrer"><Trans>PDF</Trans></a>
          <a className={buttonClass('plain', true)} href={queryPath('edition.document', { edition: edition.key })} download={`a3-${edition.key}-${edition.asOf}.json`}><Trans>Data</Trans></a>
        </span>
      </div>
      {page ? (
        <ComparedSheet page={page} to={edition.key} line={{ label: t`Edition`, text: [edition.key, edition.title].filter(Boolean).join(', ') }} />
      ) : (
        <EmptyState title={<Trans>{edition.key} was printed under an older page model</Trans>}><p><Trans>Its PDF and its data can be downloaded as they were published.</Trans></p></EmptyState>
      )}
      <section className={styles.proof} aria-label={t`Proof`}>
        {edition.note && <p>{edition.note}</p>}
        <EditionProof edition={edition} />
      </section>
    </main>
  )
}
