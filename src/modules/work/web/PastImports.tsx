import { useLingui } from '@lingui/react/macro'
import { read, useQueryOf } from '../../../web/api.ts'
import { saveMend } from '../../../web/elements/csv.ts'
import { dayInWords, numberInWords } from '../../../web/words.ts'
import { Button } from '../../../web/ui/Button.tsx'
import { Section } from '../../../web/ui/Facts.tsx'
import styles from '../../transfer/web/ImportPage.module.css'
import { listRecordImports, refusedRows } from '../intake.contract.ts'

/** The imports so far, with what each refused. */
export function PastImports() {
  const { t } = useLingui()
  const rows = useQueryOf(listRecordImports).data?.rows ?? []
  if (rows.length === 0) return null
  const states = { running: t`under way`, done: t`done`, cancelled: t`cancelled`, failed: t`failed`, stopped: t`stopped` }
  const download = async (id: string) => {
    const { file, mend } = await read(refusedRows, { import: id })
    if (mend !== null) saveMend(`refused ${file.replace(/\.[^.]+$/, '')}`, mend)
  }
  return (
    <Section title={t`Imports so far`} serif>
      <div className={styles.scroll}>
        <table className={styles.rows}>
          <caption className="visually-hidden">{t`Imports so far`}</caption>
          <thead>
            <tr>
              <th scope="col">{t`Day`}</th>
              <th scope="col">{t`File`}</th>
              <th scope="col">{t`New`}</th>
              <th scope="col">{t`Changed`}</th>
              <th scope="col">{t`Refused`}</th>
              <th scope="col">{t`State`}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <td>{dayInWords(row.startedAt.slice(0, 10))}</td>
                <td>
                  {row.file}
                  {row.routine && <span className={styles.under}>{row.routine.title}</span>}
                </td>
                <td>{numberInWords(row.counts.created)}</td>
                <td>{numberInWords(row.counts.changed)}</td>
                <td>{row.mendable ? <Button look="quiet" small onClick={() => void download(row.id)}>{t`Download ${row.counts.refused}`}</Button> : numberInWords(row.counts.refused)}</td>
                <td>
                  {states[row.state]}
                  {row.said && <span className={styles.under}>{row.said}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}
