import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import styles from './Facts.module.css'

export type FactRow = { label: ReactNode; value: ReactNode }

/** Facts as label and value between hairlines; `narrow` for an aside. Rows without a value are left out. */
export function Facts({ rows, narrow }: { rows: readonly FactRow[]; narrow?: boolean }) {
  const said = rows.filter((row) => row.value !== null && row.value !== undefined && row.value !== '')
  return (
    <dl className={classes(styles.facts, narrow && styles.narrow)}>
      {said.map((row, at) => (
        <div key={at} className={styles.row}>
          <dt>{row.label}</dt>
          <dd>{row.value}</dd>
        </div>
      ))}
    </dl>
  )
}

type SectionProps = { title: ReactNode; number?: number; aside?: ReactNode; id?: string; serif?: boolean; children: ReactNode }

/** A part of a page under its heading; `serif` and a number for the parts of the A3. */
export function Section({ title, number, aside, id, serif, children }: SectionProps) {
  return (
    <section className={styles.section} id={id}>
      <header className={styles.head}>
        <h2 className={serif ? styles.serif : styles.plain}>
          {number !== undefined && <span className={styles.number}>{number}</span>}
          {title}
        </h2>
        {aside && <span className={styles.beside}>{aside}</span>}
      </header>
      {children}
    </section>
  )
}

/** Rows between hairlines: a title, a line under it, something at the end. */
export function Rows({ children, label }: { children: ReactNode; label?: string }) {
  return (
    <ul className={styles.rows} aria-label={label}>
      {children}
    </ul>
  )
}

export function Row({ children, note, end }: { children: ReactNode; note?: ReactNode; end?: ReactNode }) {
  return (
    <li className={styles.item}>
      <div>
        <div>{children}</div>
        {note && <div className={styles.note}>{note}</div>}
      </div>
      {end && <div className={styles.end}>{end}</div>}
    </li>
  )
}
