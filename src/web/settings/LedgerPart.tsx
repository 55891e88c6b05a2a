import { Trans } from '@lingui/react/macro'
import { a3PageQuery } from '../../modules/a3/a3.contract.ts'
import { useQueryOf } from '../api.ts'
import { Facts, Section } from '../ui/Facts.tsx'
import { CopyKey } from '../ui/KeyLink.tsx'
import { ProblemNote } from '../ui/Problem.tsx'
import { numberInWords } from '../words.ts'
import styles from './Settings.module.css'

/** How much is in the ledger, and how anybody can check that nothing in it was changed. */
export function LedgerPart() {
  const { data, error, refetch } = useQueryOf(a3PageQuery)
  const head = data?.ledger.head
  return (
    <Section title={<Trans>Ledger</Trans>}>
      <p className={styles.soft}>
        <Trans>Every action writes one entry, and entries are sealed in a tree that is signed. Whoever keeps a head can prove later that nothing before it was changed.</Trans>
      </p>
      <ProblemNote error={error} retry={() => void refetch()} />
      {data && (
        <Facts
          rows={[
            { label: <Trans>Entries</Trans>, value: numberInWords(data.ledger.entries) },
            { label: <Trans>Head</Trans>, value: head ? <span className={styles.inline}><code className={styles.secret}>{head}</code> <CopyKey text={head} /></span> : <Trans>not sealed yet</Trans> },
            { label: <Trans>Verify</Trans>, value: <><Trans>On the machine, run</Trans> <code className={styles.secret}>bin/wellrun ledger verify</code></> },
          ]}
        />
      )}
    </Section>
  )
}
