import { useLingui } from '@lingui/react/macro'
import { Fragment } from 'react'
import styles from './Diff.module.css'
import { sequenceDiff, wordDiff, type Piece } from '../../shared/wording.ts'

/** One text before and after: what went is struck out, what came is underlined, and both are said to a screen reader. */
export function WordDiff({ before, after }: { before: string; after: string }) {
  const pieces = wordDiff(before, after)
  return (
    <span className={styles.words}>
      {pieces.map((piece, at) => (
        <Fragment key={at}>
          {at > 0 && touch(pieces[at - 1], piece) && ' '}
          <PieceWords piece={piece} />
        </Fragment>
      ))}
    </span>
  )
}

/** A word that came right after the one it stands for would read as one word with it. */
function touch(before: Piece | undefined, piece: Piece): boolean {
  return before !== undefined && before.state !== 'same' && piece.state !== 'same' && /\S$/.test(before.text) && /^\S/.test(piece.text)
}

/** A list before and after, item by item. */
export function ListDiff({ before, after }: { before: readonly string[]; after: readonly string[] }) {
  return (
    <ul className={styles.list}>
      {sequenceDiff(before, after).map((piece, at) => (
        <li key={at} data-state={piece.state}>
          <PieceWords piece={piece} />
        </li>
      ))}
    </ul>
  )
}

function PieceWords({ piece }: { piece: Piece }) {
  const { t } = useLingui()
  if (piece.state === 'same') return piece.text
  const Tag = piece.state === 'added' ? 'ins' : 'del'
  return (
    <Tag className={styles[piece.state]}>
      <span className="visually-hidden">{piece.state === 'added' ? t`added:` : t`removed:`} </span>
      {piece.text}
    </Tag>
  )
}

/** A named field before and after. */
export function FieldDiff({ label, before, after }: { label: string; before: string | readonly string[]; after: string | readonly string[] }) {
  const lists = Array.isArray(before) || Array.isArray(after)
  return (
    <div className={styles.field}>
      <dt>{label}</dt>
      <dd>{lists ? <ListDiff before={asList(before)} after={asList(after)} /> : <WordDiff before={String(before)} after={String(after)} />}</dd>
    </div>
  )
}

function asList(value: string | readonly string[]): readonly string[] {
  if (typeof value === 'string') return value ? [value] : []
  return value
}
