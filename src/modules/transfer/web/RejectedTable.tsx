import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { RejectedView } from '../transfer.contract.ts'
import styles from './ImportPage.module.css'

const most = 200

/** What is not taken over: where it stands and what would be right. */
export function RejectedTable({ rejected, inAll }: { rejected: readonly RejectedView[]; inAll: number }) {
  const { t } = useLingui()
  const several = new Set(rejected.map((each) => each.file)).size > 1
  if (inAll === 0) return <p className={styles.notice}><Trans>Nothing is rejected.</Trans></p>
  const shown = rejected.slice(0, most)
  return (
    <>
      <div className={styles.scroll}>
        <table className={styles.rows}>
          <caption className="visually-hidden">{t`What is rejected, and why`}</caption>
          <thead>
            <tr>
              <th scope="col">{t`Row`}</th>
              <th scope="col">{t`Key`}</th>
              <th scope="col">{t`Column`}</th>
              <th scope="col">{t`What is wrong`}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((each, at) => (
              <tr key={at}>
                <td className={styles.number}>{each.row}{several && <span className={styles.under}>{each.file}</span>}</td>
                <td>{each.key}</td>
                <td className={styles.column}>{each.column}</td>
                <td>{each.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {inAll > shown.length && (
        <p className={styles.notice}>
          <Plural value={inAll - shown.length} one="and # more" other="and # more" />
        </p>
      )}
    </>
  )
}
