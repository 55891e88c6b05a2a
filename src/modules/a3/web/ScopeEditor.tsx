import { Popover } from '@base-ui/react/popover'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type FormEvent } from 'react'
import { Button } from '../../../web/ui/Button.tsx'
import { ScopeMark } from '../../../web/ui/Marks.tsx'
import popup from '../../../web/ui/popup.module.css'
import { faultAt, ProblemNote } from '../../../web/ui/Problem.tsx'
import { Select } from '../../../web/ui/Select.tsx'
import { DayField, TextArea } from '../../../web/ui/TextField.tsx'
import { classes } from '../../../web/ui/classes.ts'
import { every, scopeStates, type ScopeAxis, type ScopeState } from '../../scope/scope.ts'
import type { ElementRef, ScopeColumn, Statement } from '../a3.contract.ts'
import styles from './ScopeEditor.module.css'

export type ScopePlace = { service: ElementRef; column: ScopeColumn; cell: Statement | null }
export type ScopeStatement = { service: string; axis: ScopeAxis; element: string; state: ScopeState | null; reason?: string; byOn?: string }
export type StateScope = (statement: ScopeStatement) => Promise<unknown>

type Reach = 'cell' | 'service' | 'axis'
type EditorProps = { place: ScopePlace; anchor: HTMLElement; stateScope: StateScope; onClose: () => void }

/** Says of one cell, one service or one column whether it is in scope, with the reason and the day. */
export function ScopeEditor({ place, anchor, stateScope, onClose }: EditorProps) {
  const where = `${place.service.title}, ${place.column.title}`
  return (
    <Popover.Root open onOpenChange={(open) => { if (!open) onClose() }}>
      <Popover.Portal>
        <Popover.Positioner className={popup.positioner} anchor={anchor} sideOffset={6} align="start">
          <Popover.Popup className={classes(popup.popup, popup.panel, styles.editor)} aria-label={where} finalFocus={() => anchor}>
            <h3 className={styles.title}>{where}</h3>
            <EditorForm {...{ place, stateScope, onClose }} />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

function EditorForm({ place, stateScope, onClose }: Omit<EditorProps, 'anchor'>) {
  const { t } = useLingui()
  const { service, column, cell } = place
  const own = cell?.from === 'cell' ? cell : null
  const [state, setState] = useState<ScopeState | null>(cell?.state ?? null)
  const [reach, setReach] = useState<Reach>('cell')
  const [reason, setReason] = useState(cell?.reason ?? '')
  const [byOn, setByOn] = useState(cell?.byOn ?? null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const send = async (next: ScopeState | null) => {
    setBusy(true)
    setProblem(null)
    const at = { service: reach === 'axis' ? every : service.id, axis: column.axis, element: reach === 'service' ? every : column.id }
    try {
      await stateScope(next === null ? { ...at, state: null } : { ...at, state: next, ...(reason.trim() && { reason: reason.trim() }), ...(byOn && next !== 'in' && { byOn }) })
      onClose()
    } catch (error) {
      setProblem(error)
      setBusy(false)
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (state !== null && !busy) void send(state)
  }
  return (
    <form onSubmit={submit} className={styles.form}>
      <States value={state} onChange={setState} />
      {column.id !== every && (
        <Select<Reach> label={t`Said for`} value={reach} onChange={(next) => setReach(next ?? 'cell')}
          choices={[{ value: 'cell', label: t`this cell` }, { value: 'service', label: t`${service.title}, everywhere` }, { value: 'axis', label: t`${column.title}, every service` }]} />
      )}
      <TextArea label={t`Reason`} value={reason} onChange={setReason} rows={2} fault={faultAt(problem, 'reason')} {...(state === 'not yet' ? { required: true } : { optional: true })} />
      {state !== 'in' && <DayField label={t`Covered by`} value={byOn} onChange={setByOn} fault={faultAt(problem, 'byOn')} {...(state === 'not yet' ? { required: true } : { optional: true })} />}
      {!faultAt(problem, 'reason') && !faultAt(problem, 'byOn') && <ProblemNote error={problem} />}
      <div className={styles.verbs}>
        <Button type="submit" look="primary" busy={busy} disabled={state === null}><Trans>Save</Trans></Button>
        <Button onClick={onClose}><Trans>Cancel</Trans></Button>
        {own && reach === 'cell' && <Button look="quiet" busy={busy} onClick={() => void send(null)}><Trans>Clear this cell</Trans></Button>}
      </div>
    </form>
  )
}

function States({ value, onChange }: { value: ScopeState | null; onChange: (state: ScopeState) => void }) {
  const { t } = useLingui()
  const labels = { in: t`In scope`, partly: t`Partly`, 'not yet': t`Not yet` }
  return (
    <fieldset className={styles.states}>
      <legend className="visually-hidden"><Trans>State</Trans></legend>
      {scopeStates.map((state) => (
        <label key={state} className={styles.state} data-chosen={value === state ? '' : undefined}>
          <input type="radio" name="state" value={state} checked={value === state} onChange={() => onChange(state)} />
          <span aria-hidden="true"><ScopeMark state={state} size={14} /></span>
          {labels[state]}
        </label>
      ))}
    </fieldset>
  )
}
