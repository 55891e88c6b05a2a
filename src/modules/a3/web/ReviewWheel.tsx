import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { classes } from '../../../web/ui/classes.ts'
import type { A3Page, ReviewRow } from '../a3.contract.ts'
import type { ReviewPlan } from '../a3.thin.ts'
import { beatText, pointAt, turnOf, wheelMarks, wheelMonths, wheelRings, type WheelMark } from '../a3.wheel.ts'
import { nextText } from '../a3.words.ts'
import { Mark } from './Difference.tsx'
import { ElementLink, figures, More, Note } from './parts.tsx'
import styles from './Wheel.module.css'

const size = 200
const radius = 84

/** The year of reviews: due beats hollow, held ones filled, and the hand on the page's day. */
export function ReviewWheel({ page, plan }: { page: A3Page; plan: ReviewPlan }) {
  const { t } = useLingui()
  const [chosen, setChosen] = useState<string | null>(null)
  const [open, setOpen] = useState(false)
  if (page.notes.reviews) return <Note>{page.notes.reviews}</Note>
  const hand = pointAt(turnOf(page.asOf), radius)
  const shown = open ? page.reviews : plan.rows
  const said = page.reviews.map((row) => `${row.review.title}: ${row.cadence}, ${nextText(row).text}`).join('; ')
  return (
    <div className={styles.year}>
      <svg viewBox={`${-size / 2} ${-size / 2} ${size} ${size}`} className={styles.wheel} style={figures({ size: plan.size })} role="img" aria-label={t`The year of reviews. ${said}`}>
        {wheelRings.map((ring) => <circle key={ring} r={radius * ring} className={styles.line} />)}
        {Array.from({ length: 12 }, (_, at) => {
          const from = pointAt(at / 12, radius * wheelRings[3])
          const to = pointAt(at / 12, radius)
          return <line key={at} x1={from.x} y1={from.y} x2={to.x} y2={to.y} className={styles.line} />
        })}
        {wheelMonths(page.wheel).map((month) => <text key={month.text} x={month.x * (radius + 10)} y={month.y * (radius + 8) + 2.6} className={styles.month}>{month.text}</text>)}
        {wheelMarks(shown).map((mark) => (
          <g key={`${mark.review.review.id} ${mark.on}`} className={classes(styles[mark.ring], chosen !== null && chosen !== mark.review.review.id && styles.faint)} data-state={mark.state}>
            <title>{beatText(mark)}</title>
            <Shape ring={mark.ring} x={mark.x * radius} y={mark.y * radius} r={mark.radius * radius} />
          </g>
        ))}
        <line x2={hand.x} y2={hand.y} className={styles.hand} />
        <circle r="2.2" className={styles.hub} />
      </svg>
      <ul className={styles.legend}>
        {shown.map((row) => <LegendRow key={row.review.id} row={row} extra={!plan.rows.includes(row)} onChoose={setChosen} />)}
      </ul>
      <More text={plan.more} open={open} onToggle={() => setOpen(!open)} />
    </div>
  )
}

function LegendRow({ row, extra, onChoose }: { row: ReviewRow; extra: boolean; onChoose: (id: string | null) => void }) {
  const next = nextText(row)
  return (
    <li className={classes(extra && styles.extra)}>
      <Mark place={row.review.id} hanging />
      <svg viewBox="-5 -5 10 10" className={styles[row.ring]} data-state="held" aria-hidden="true" focusable="false"><Shape ring={row.ring} x={0} y={0} r={4} /></svg>
      <span className={styles.title}><ElementLink of={row.review} onPoint={(pointed) => onChoose(pointed ? row.review.id : null)} /></span>
      <span className={classes(styles.next, next.gap && styles.wanting)} title={row.cadence}>{next.text}</span>
    </li>
  )
}

function Shape({ ring, x, y, r }: { ring: WheelMark['ring']; x: number; y: number; r: number }) {
  if (ring === 'month') return <circle cx={x} cy={y} r={r} />
  if (ring === 'quarter') return <rect x={x - r} y={y - r} width={2 * r} height={2 * r} />
  return <path d={`M${x} ${y - r}L${x + r} ${y + 0.9 * r}H${x - r}Z`} />
}
