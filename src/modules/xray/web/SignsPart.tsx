import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import type { SignName } from '../../../shared/signs.ts'
import { signNames } from '../../../shared/signs.ts'
import { useQueryOf } from '../../../web/api.ts'
import { Waiting } from '../../../web/ui/EmptyState.tsx'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import { dayInWords } from '../../../web/words.ts'
import { signsQuery, type SignDayView } from '../xray.contract.ts'
import styles from './Xray.module.css'

const titles: Record<SignName, MessageDescriptor> = { defined: msg`Defined`, owned: msg`Owned`, why: msg`Linked to a why`, operating: msg`Operating`, reviewed: msg`Reviewed in time` }

/** The five vital signs of the whole: how many elements show each, and how that went over the year. */
export function SignsPart() {
  const { t, i18n } = useLingui()
  const { data, error, refetch } = useQueryOf(signsQuery, {})
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />
  if (!data) return <Waiting label={t`Vital signs`} />
  const { now, trend } = data
  const first = trend[0]?.day
  return (
    <div className={styles.findings}>
      <div className={styles.scroll}>
        <table className={styles.signs}>
          <caption className="visually-hidden">{t`Vital signs`}</caption>
          <thead>
            <tr>
              <th scope="col"><Trans>Sign</Trans></th>
              <th scope="col"><Trans>Yes</Trans></th>
              <th scope="col"><Trans>No</Trans></th>
              <th scope="col"><Trans>Not known yet</Trans></th>
              <th scope="col">{first && first !== now.day ? <Trans>Share of what is known, since {dayInWords(first)}</Trans> : <Trans>Share of what is known</Trans>}</th>
            </tr>
          </thead>
          <tbody>
            {signNames.map((name) => (
              <tr key={name}>
                <th scope="row">{i18n._(titles[name])}</th>
                <td>{now.signs[name].yes}</td>
                <td>{now.signs[name].no}</td>
                <td>{now.signs[name].unknown}</td>
                <td>
                  <Trend name={name} days={trend} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={styles.soft}>
        <Trans>Counted over {now.elements} elements. What Wellrun cannot know yet is not known, and never failed.</Trans>
      </p>
    </div>
  )
}

const width = 180
const height = 28

/** The share of elements that show a sign, of those of which it is known, day by day: nothing at the foot, all at the top. */
function Trend({ name, days }: { name: SignName; days: readonly SignDayView[] }) {
  const { t } = useLingui()
  const shares = days.flatMap((day) => {
    const { yes, no } = day.signs[name]
    return yes + no > 0 ? [{ at: Date.parse(day.day), share: yes / (yes + no) }] : []
  })
  const [first, last] = [shares[0], shares.at(-1)]
  if (!first || !last) return <span className={styles.soft}><Trans>not known yet</Trans></span>
  const spoken = t`from ${percentText(first.share)} to ${percentText(last.share)}`
  const x = (at: number) => (last.at === first.at ? width : ((at - first.at) / (last.at - first.at)) * width)
  const y = (share: number) => 2 + (1 - share) * (height - 4)
  return (
    <span className={styles.trend}>
      {shares.length > 1 && (
        <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={spoken} focusable="false">
          <line x1="0" x2={width} y1={height - 1} y2={height - 1} className={styles.foot} />
          <polyline points={shares.map(({ at, share }) => `${x(at).toFixed(1)},${y(share).toFixed(1)}`).join(' ')} className={styles.line} />
          <circle cx={width - 2} cy={y(last.share)} r="2" className={styles.end} />
        </svg>
      )}
      <span>{percentText(last.share)}</span>
    </span>
  )
}

function percentText(share: number): string {
  return `${Math.floor(share * 100)} %`
}
