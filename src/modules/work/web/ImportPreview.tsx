import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Section } from '../../../web/ui/Facts.tsx'
import { StateMark } from '../../../web/ui/Marks.tsx'
import { Tabs } from '../../../web/ui/Tabs.tsx'
import { dayInWords } from '../../../web/words.ts'
import styles from '../../transfer/web/ImportPage.module.css'
import { RejectedTable } from '../../transfer/web/RejectedTable.tsx'
import type { RecordPreview } from '../intake.contract.ts'

/** The first cases as they would be taken, and what would be refused. */
export function ImportPreview({ preview }: { preview: RecordPreview }) {
  const { t } = useLingui()
  const [tab, setTab] = useState('cases')
  const faults = preview.faultsByKind.reduce((sum, { count }) => sum + count, 0)
  return (
    <Section title={t`What would happen`} number={3} serif>
      <Tabs
        label={t`What would happen`}
        value={tab}
        onChange={setTab}
        tabs={[
          { id: 'cases', label: t`Cases`, count: preview.counts.cases, content: <CaseTable preview={preview} /> },
          { id: 'refused', label: t`Refused`, count: preview.counts.refused, content: <RejectedTable rejected={preview.rejected} inAll={faults} /> },
        ]}
      />
    </Section>
  )
}

function CaseTable({ preview }: { preview: RecordPreview }) {
  const { t } = useLingui()
  const marks = {
    created: <StateMark state="met">{t`new`}</StateMark>,
    changed: <StateMark state="watch">{t`changed`}</StateMark>,
    unchanged: <StateMark state="unknown">{t`unchanged`}</StateMark>,
  }
  if (preview.cases.length === 0) return <p className={styles.notice}><Trans>No case can be taken as it stands.</Trans></p>
  const more = preview.counts.cases - preview.counts.refused - preview.cases.length
  return (
    <>
      <div className={styles.scroll}>
        <table className={styles.rows}>
          <caption className="visually-hidden">{t`The first cases as they would be taken`}</caption>
          <thead>
            <tr>
              <th scope="col">{t`Row`}</th>
              <th scope="col">{t`Key there`}</th>
              <th scope="col">{t`Title`}</th>
              <th scope="col">{t`Step`}</th>
              <th scope="col">{t`Opened`}</th>
              <th scope="col">{t`Becomes`}</th>
            </tr>
          </thead>
          <tbody>
            {preview.cases.map((each) => (
              <tr key={each.key}>
                <td className={styles.number}>{each.row}</td>
                <td>{each.key}</td>
                <td>
                  {each.title}
                  {each.priority && <span className={styles.under}>{each.priority}</span>}
                </td>
                <td>
                  {each.state}
                  <span className={styles.under}>{each.open ? t`open` : t`closed`}</span>
                </td>
                <td>{dayInWords(each.openedAt.slice(0, 10))}</td>
                <td className={styles.state}>
                  {marks[each.result]}
                  {each.events > 0 && <span className={styles.under}><Plural value={each.events} one="# event" other="# events" /></span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {more > 0 && (
        <p className={styles.notice}>
          <Plural value={more} one="and # more case" other="and # more cases" />
        </p>
      )}
    </>
  )
}
