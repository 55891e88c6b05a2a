import { Fragment } from 'react'
import styles from './Marked.module.css'

/** A text with parts of it marked; `marks` are pairs of from and to, in order and apart. */
export function Marked({ text, marks }: { text: string; marks: readonly (readonly [from: number, to: number])[] }) {
  const end = marks.at(-1)?.[1] ?? 0
  return (
    <>
      {marks.map(([from, to], at) => (
        <Fragment key={from}>
          {text.slice(marks[at - 1]?.[1] ?? 0, from)}
          <mark className={styles.mark}>{text.slice(from, to)}</mark>
        </Fragment>
      ))}
      {text.slice(end)}
    </>
  )
}
