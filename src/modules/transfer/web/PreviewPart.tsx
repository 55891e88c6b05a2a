import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Section } from '../../../web/ui/Facts.tsx'
import { StateMark } from '../../../web/ui/Marks.tsx'
import { Tabs } from '../../../web/ui/Tabs.tsx'
import type { PreviewResult } from '../transfer.contract.ts'
import { RejectedTable } from './RejectedTable.tsx'
import styles from './ImportPage.module.css'

/** What each row would do, and what would be rejected of it. */
export function PreviewPart({ preview }: { preview: PreviewResult }) {
  const { t } = useLingui()
  const [tab, setTab] = useState('rows')
  return (
    <Section title={t`What would happen`} number={3} serif>
      <Tabs
        label={t`What would happen`}
        value={tab}
        onChange={setTab}
        tabs={[
          { id: 'rows', label: t`Rows`, count: preview.read, content: <RowTable preview={preview} /> },
          { id: 'rejected', label: t`Rejected`, count: preview.rejectedInAll, content: <RejectedTable rejected={preview.rejected} inAll={preview.rejectedInAll} /> },
        ]}
      />
    </Section>
  )
}

function RowTable({ preview }: { preview: PreviewResult }) {
  const { t } = useLingui()
  const several = new Set(preview.rows.map((row) => row.file)).size > 1
  const marks = {
    created: <StateMark state="met">{t`new`}</StateMark>,
    changed: <StateMark state="watch">{t`changed`}</StateMark>,
    unchanged: <StateMark state="unknown">{t`unchanged`}</StateMark>,
    rejected: <StateMark state="missed">{t`rejected`}</StateMark>,
  }
  if (preview.rows.length === 0) return <p className={styles.notice}><Trans>The list has no rows.</Trans></p>
  const more = preview.read - preview.rows.length
  return (
    <>
      <div className={styles.scroll}>
        <table className={styles.rows}>
          <caption className="visually-hidden">{t`What each row would do`}</caption>
          <thead>
            <tr>
              <th scope="col">{t`Row`}</th>
              <th scope="col">{t`Key`}</th>
              <th scope="col">{t`Title`}</th>
              <th scope="col">{t`Becomes`}</th>
            </tr>
          </thead>
          <tbody>
            {preview.rows.map((row) => (
              <tr key={`${row.file} ${row.row}`}>
                <td className={styles.number}>{row.row}{several && <span className={styles.under}>{row.file}</span>}</td>
                <td>{row.key}</td>
                <td>{row.title}</td>
                <td className={styles.state}>{marks[row.result]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {more > 0 && (
        <p className={styles.notice}>
          <Plural value={more} one="and # more row" other="and # more rows" />
        </p>
      )}
    </>
  )
}
