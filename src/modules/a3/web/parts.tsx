import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { useId, type CSSProperties, type ReactElement, type ReactNode } from 'react'
import { kindNamed } from '../../../web/elements/kinds.ts'
import { classes } from '../../../web/ui/classes.ts'
import { Popover } from '../../../web/ui/Popover.tsx'
import type { ElementRef, Gap } from '../a3.contract.ts'
import styles from './parts.module.css'

/** Figures of the plan as custom properties; the style sheet multiplies them by the page's unit. */
export function figures(values: Record<string, number>): CSSProperties {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`--${name}`, value])) as CSSProperties
}

/** An element's title as the way to its page; a draft says that it is one. `onPoint` hears when pointer or focus comes and goes. */
export function ElementLink({ of, children, onPoint }: { of: ElementRef; children?: ReactNode; onPoint?: (pointed: boolean) => void }) {
  const path = kindNamed(of.kind)?.path
  const words = children ?? of.title
  const point = onPoint && { onMouseEnter: () => onPoint(true), onMouseLeave: () => onPoint(false), onFocus: () => onPoint(true), onBlur: () => onPoint(false) }
  return (
    <>
      {of.kind === 'scope' || !path ? (
        <Link to="/scope" className={styles.link} {...point}>{words}</Link>
      ) : (
        <Link to="/$path/$element" params={{ path, element: of.key }} className={styles.link} title={`${of.key} ${of.title}`} {...point}>{words}</Link>
      )}
      {of.status === 'draft' && <span className={styles.draft}> <Trans>draft</Trans></span>}
    </>
  )
}

type BlockProps = { number: number; title: ReactElement; meta?: ReactNode; gap?: boolean; className?: string | undefined; children: ReactNode }

/** One of the five numbered blocks; its title is a link to the place where it is worked on. */
export function Block({ number, title, meta, gap, className, children }: BlockProps) {
  const id = useId()
  return (
    <section className={classes(styles.block, className)} aria-labelledby={id}>
      <header className={styles.heading}>
        <span className={styles.number} aria-hidden="true">{number}</span>
        <h2 id={id} className={styles.title}>{title}</h2>
        {meta && <span className={classes(styles.meta, gap && styles.gap)}>{meta}</span>}
      </header>
      {children}
    </section>
  )
}

/** What the sheet leaves out, in words; on screen it is the button that shows it. */
export function More({ text, onScreen = text, open, onToggle, inline }: { text: string | null; /** Where the screen shows more than paper does. */ onScreen?: string | null; open: boolean; onToggle: () => void; inline?: boolean }) {
  if (text === null) return null
  const Place = inline ? 'span' : 'p'
  return (
    <Place className={styles.more}>
      <span className={styles.onPaper}>{text}</span>
      {onScreen !== null && (
        <button type="button" className={styles.moreButton} aria-expanded={open} onClick={onToggle}>
          {open ? <Trans>Show fewer</Trans> : onScreen}
        </button>
      )}
    </Place>
  )
}

/** One short line where there is no data yet. */
export function Note({ children, className }: { children: ReactNode; className?: string | undefined }) {
  return <p className={classes(styles.note, className)}>{children}</p>
}

/** A gap in words; asked, it names the elements that it is about. */
export function GapNote({ gaps, text }: { gaps: readonly Gap[]; text: string }) {
  return (
    <Popover
      label={text}
      trigger={
        <button type="button" className={styles.gapNote}>
          <svg viewBox="0 0 9 9" aria-hidden="true" focusable="false"><rect width="9" height="9" fill="currentColor" /></svg>
          <span>{text}</span>
        </button>
      }
    >
      {gaps.map((gap) => (
        <section key={`${gap.gap} ${gap.text}`} className={styles.gapList}>
          <h3>{gap.text}</h3>
          <Elements of={gap.elements} count={gap.count} />
        </section>
      ))}
    </Popover>
  )
}

/** The first elements of many, each a link, and how many more there are. */
export function Elements({ of, count }: { of: readonly ElementRef[]; count: number }) {
  const left = count - of.length
  return (
    <ul className={styles.elements}>
      {of.map((element) => (
        <li key={element.id}><span className={styles.key}>{element.key}</span> <ElementLink of={element} /></li>
      ))}
      {of.length > 0 && left > 0 && <li className={styles.soft}><Trans>and {left} more</Trans></li>}
    </ul>
  )
}

/** A little line of figures that scales with the page; the target is drawn dotted. Its words are those of the figure beside it. */
export function Trend({ values, target, wide }: { values: readonly number[]; target?: number | null; wide?: boolean }) {
  if (values.length < 2) return null
  const [width, height] = wide ? [102, 28] : [90, 26]
  const all = target === null || target === undefined ? values : [...values, target]
  const least = Math.min(...all)
  const span = Math.max(...all) - least || 1
  const y = (value: number) => height - 3 - ((value - least) / span) * (height - 6)
  const x = (at: number) => (at * (width - 4)) / (values.length - 1)
  const last = values[values.length - 1]!
  return (
    <svg viewBox={`0 0 ${width} ${height}`} className={styles.trend} style={figures({ w: width, h: height })} aria-hidden="true" focusable="false">
      {target !== null && target !== undefined && <line x1="0" x2={width} y1={y(target)} y2={y(target)} />}
      <polyline points={values.map((value, at) => `${x(at)},${y(value)}`).join(' ')} />
      <circle cx={x(values.length - 1)} cy={y(last)} r="2.4" />
    </svg>
  )
}
