import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { useIsFounding, useStrikeOut } from './founding.ts'
import type { WebKind } from './kinds.ts'
import type { ListModel } from './listModel.ts'
import styles from './ListPage.module.css'
import { VerbDialog } from './VerbDialog.tsx'
import { verbs, type ElementVerb } from './verbs.ts'

/** Verbs on everything that is selected; each is offered for those that it fits. */
export function BulkBar({ kind, model }: { kind: WebKind; model: ListModel }) {
  const { i18n } = useLingui()
  const [verb, setVerb] = useState<ElementVerb | null>(null)
  const founding = useIsFounding()
  const strikeOut = useStrikeOut()
  const selected = model.table.getSelectedRowModel().rows.map((row) => row.original)
  if (!selected.length) return null
  const fitting = (one: ElementVerb) => selected.filter((row) => (one === 'approve' ? row.hasDraft : row.status === 'in force'))
  const strike = async (rows: typeof selected) => {
    if (await strikeOut(kind, rows)) clear()
  }
  const clear = () => model.table.resetRowSelection(true)
  return (
    <div className={styles.bulk}>
      <strong>
        <Plural value={selected.length} one="# selected" other="# selected" />
      </strong>
      {model.bulkVerbs.map((one) => {
        const count = fitting(one).length
        return (
          <Button key={one} small disabled={!count} onClick={() => (one === 'retire' && founding ? void strike(fitting(one)) : setVerb(one))}>
            {one === 'retire' && founding ? <Trans>Strike out</Trans> : i18n._(verbs[one].label)}
            {count > 0 && count < selected.length && ` (${count})`}
          </Button>
        )
      })}
      <Button small look="quiet" onClick={clear}>
        <Trans>Clear</Trans>
      </Button>
      {verb && (
        <VerbDialog
          verb={verb}
          kind={kind}
          subjects={fitting(verb)}
          onClose={() => setVerb(null)}
          onDone={() => {
            setVerb(null)
            clear()
          }}
        />
      )}
    </div>
  )
}
