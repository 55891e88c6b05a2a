import { useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { ElementField, type Picked } from '../../../web/elements/ElementField.tsx'
import { useSession } from '../../../web/session.ts'
import { PersonField } from '../../../web/settings/PersonField.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import type { Option } from '../../../web/ui/option.ts'
import { faultAt } from '../../../web/ui/Problem.tsx'
import { say } from '../../../web/ui/Toast.tsx'
import { recordContracts, type RecordView } from '../record.contract.ts'
import { InPlaceForm } from './InPlace.tsx'
import type { Base } from './useBase.ts'
import { useRecordAction } from './useRecordAction.ts'

/** Gives the record to a role, a person, or whoever does this. */
export function AssignForm({ record, onLeave }: { record: RecordView; onLeave: () => void }) {
  const { t } = useLingui()
  const assign = useRecordAction(recordContracts.assign)
  const me = useSession().data?.person
  const { role: heldBy, person: heldIn } = record.assignee
  const [role, setRole] = useState<Picked | null>(heldBy)
  const [person, setPerson] = useState<Option | null>(heldIn && { id: heldIn.id, title: heldIn.name })
  const give = async (base: Base, to: { role?: string | null; person?: string | null }) => {
    const done = await assign.run({ record: record.id, revision: base.revision, ...to })
    if (done) say(t`Assigned`, `${record.key} ${record.title}`)
    return done !== undefined
  }
  const run = (base: Base) => give(base, { ...(role?.id !== heldBy?.id && { role: role?.id ?? null }), ...(person?.id !== heldIn?.id && { person: person?.id ?? null }) })
  return (
    <InPlaceForm record={record} save={{ ...assign, run }} onLeave={onLeave} shownFaults={['role', 'person']}>
      {me && me.id !== person?.id && (
        <div>
          <Button small onClick={() => setPerson({ id: me.id, title: me.name })}>{t`I take it`}</Button>
        </div>
      )}
      <PersonField label={t`Person`} value={person} onChange={setPerson} fault={faultAt(assign.error, 'person')} />
      <ElementField label={t`Role`} kinds={['role']} value={role} onChange={setRole} fault={faultAt(assign.error, 'role')} />
    </InPlaceForm>
  )
}
