import { Trans, useLingui } from '@lingui/react/macro'
import type { ElementRowView } from '../../shared/element.contract.ts'
import { Button } from '../ui/Button.tsx'
import { useStrikeOut } from './founding.ts'
import type { WebKind } from './kinds.ts'

/** What may be done with rows where they stand, while founding. */
export type InPlace = { kind: WebKind; mayRename: boolean; mayStrikeOut: boolean }

/** Rename and strike out, at the end of a row. */
export function RowVerbs({ row, inPlace, onRename }: { row: ElementRowView; inPlace: InPlace; onRename: () => void }) {
  const { t } = useLingui()
  const strikeOut = useStrikeOut()
  return (
    <>
      {inPlace.mayRename && row.status !== 'retired' && (
        <Button small look="quiet" aria-label={t`Rename ${row.title}`} onClick={onRename}>
          <Trans>Rename</Trans>
        </Button>
      )}
      {inPlace.mayStrikeOut && row.status === 'in force' && !row.hasDraft && (
        <Button small look="quiet" aria-label={t`Strike out ${row.title}`} onClick={() => void strikeOut(inPlace.kind, [row])}>
          <Trans>Strike out</Trans>
        </Button>
      )}
    </>
  )
}
