import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { Brought } from '../../modules/begin/begin.contract.ts'
import { kindNamed } from '../elements/kinds.ts'
import { RenameField } from '../elements/RenameField.tsx'
import { Button } from '../ui/Button.tsx'
import { StateMark } from '../ui/Marks.tsx'
import type { useYours } from './useYours.ts'
import styles from './Yours.module.css'

type YoursRowProps = { row: Brought; may: boolean; renaming: boolean; onRename: () => void; onLeave: () => void; verbs: ReturnType<typeof useYours> }

/** One element of the starter: what it is, who names it, and what becomes of it. */
export function YoursRow({ row, may, renaming, onRename, onLeave, verbs }: YoursRowProps) {
  const { i18n } = useLingui()
  const kind = kindNamed(row.kind)
  const gone = row.status === 'retired'
  return (
    <li className={styles.row} data-state={row.state}>
      <div className={styles.what}>
        {renaming ? (
          <RenameField title={row.title} onRename={(title) => verbs.rename(row, title)} onLeave={onLeave} />
        ) : (
          <Link className={styles.title} to="/$path/$element" params={{ path: kind?.path ?? '', element: row.key }} data-yours={row.key}>
            {row.title}
          </Link>
        )}
        <p className={styles.line}>{row.line || (kind && i18n._(kind.one))}</p>
        {row.named !== '' && <p className={gone ? styles.broken : styles.named}>{gone ? <Trans>Still named by {row.named}: change them, or take it back.</Trans> : <Trans>Named by {row.named}</Trans>}</p>}
      </div>
      <State row={row} />
      {may && !renaming && <Verbs row={row} verbs={verbs} onRename={onRename} />}
    </li>
  )
}

function State({ row }: { row: Brought }) {
  return (
    <span className={styles.state}>
      {row.state === 'open' && <span className={styles.line}>{row.key}</span>}
      {row.state === 'kept' && <StateMark state="met"><Trans>kept</Trans></StateMark>}
      {row.state === 'changed' && <StateMark state="met">{row.drafted ? <Trans>drafted</Trans> : <Trans>changed</Trans>}</StateMark>}
      {row.state === 'struck out' && <StateMark state="unknown"><Trans>struck out</Trans></StateMark>}
    </span>
  )
}

function Verbs({ row, verbs, onRename }: { row: Brought; verbs: ReturnType<typeof useYours>; onRename: () => void }) {
  const { t } = useLingui()
  const { title } = row
  if (row.status === 'retired') {
    return (
      <span className={styles.verbs}>
        <Button small look="quiet" aria-label={t`Take ${title} back`} onClick={() => void verbs.restore(row)}><Trans>Undo</Trans></Button>
      </span>
    )
  }
  return (
    <span className={styles.verbs}>
      {row.state === 'open' && <Button small look="quiet" aria-label={t`Keep ${title}`} onClick={() => void verbs.keep(row)}><Trans>Keep</Trans></Button>}
      <Button small look="quiet" aria-label={t`Rename ${title}`} onClick={onRename}><Trans>Rename</Trans></Button>
      {!row.drafted && <Button small look="quiet" aria-label={t`Strike out ${title}`} onClick={() => void verbs.strikeOut(row)}><Trans>Strike out</Trans></Button>}
    </span>
  )
}
