import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { useAction } from '../../../web/api.ts'
import { ElementField, type Picked } from '../../../web/elements/ElementField.tsx'
import list from '../../../web/elements/ListPage.module.css'
import { PersonField } from '../../../web/settings/PersonField.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import type { Option } from '../../../web/ui/option.ts'
import { messageOf, ProblemNote } from '../../../web/ui/Problem.tsx'
import { say } from '../../../web/ui/Toast.tsx'
import { recordContracts, type RecordRow } from '../record.contract.ts'
import { ActionDialog } from './ActionDialog.tsx'

type BulkProps = { selected: readonly RecordRow[]; onClear: () => void; assigning: boolean; onAssigning: (open: boolean) => void }

/** The verbs on everything that is selected. */
export function BulkAssign({ selected, onClear, assigning, onAssigning }: BulkProps) {
  if (selected.length === 0) return null
  return (
    <div className={list.bulk}>
      <strong>
        <Plural value={selected.length} one="# selected" other="# selected" />
      </strong>
      <Button small aria-keyshortcuts="a" onClick={() => onAssigning(true)}>
        <Trans>Assign</Trans>
      </Button>
      <Button small look="quiet" onClick={onClear}>
        <Trans>Clear</Trans>
      </Button>
      {assigning && <AssignDialog selected={selected} onClose={() => onAssigning(false)} onDone={onClear} />}
    </div>
  )
}

function AssignDialog({ selected, onClose, onDone }: { selected: readonly RecordRow[]; onClose: () => void; onDone: () => void }) {
  const { t } = useLingui()
  const assign = useAction(recordContracts.assign)
  const [role, setRole] = useState<Picked | null>(null)
  const [person, setPerson] = useState<Option | null>(null)
  const [refused, setRefused] = useState<string[]>([])
  const [left, setLeft] = useState(selected)
  const submit = async () => {
    const failures: string[] = []
    const still: RecordRow[] = []
    for (const row of left) {
      try {
        await assign.mutateAsync({ record: row.id, revision: row.revision, ...(role && { role: role.id }), ...(person && { person: person.id }) })
      } catch (error) {
        failures.push(`${row.key}: ${messageOf(error)}`)
        still.push(row)
      }
    }
    setRefused(failures)
    setLeft(still)
    if (failures.length > 0) return false
    say(t`Assigned`, t`${selected.length} records`)
    onDone()
    return true
  }
  return (
    <ActionDialog title={t`Assign ${left.length} records`} verb={t`Assign`} action={{ busy: assign.isPending, error: null }} submit={submit} onClose={onClose} ready={role !== null || person !== null}>
      {refused.map((text) => (
        <ProblemNote key={text} error={new Error(text)} />
      ))}
      <PersonField label={t`Person`} optional value={person} onChange={setPerson} />
      <ElementField label={t`Role`} optional kinds={['role']} value={role} onChange={setRole} />
    </ActionDialog>
  )
}
