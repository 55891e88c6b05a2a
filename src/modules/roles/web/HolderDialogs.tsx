import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type FormEvent } from 'react'
import type { ElementView } from '../../../shared/element.contract.ts'
import { useAction } from '../../../web/api.ts'
import { ElementField, type Picked } from '../../../web/elements/ElementField.tsx'
import { useToday } from '../../../web/session.ts'
import { PersonField } from '../../../web/settings/PersonField.tsx'
import { Button } from '../../../web/ui/Button.tsx'
import { Checkbox } from '../../../web/ui/Checkbox.tsx'
import type { Option } from '../../../web/ui/option.ts'
import { Dialog, Leave } from '../../../web/ui/Dialog.tsx'
import { faultAt, ProblemNote } from '../../../web/ui/Problem.tsx'
import { DayField, TextArea } from '../../../web/ui/TextField.tsx'
import { say, sayProblem } from '../../../web/ui/Toast.tsx'
import { DeclineDialog } from '../../acknowledgements/web/DeclineDialog.tsx'
import { acceptAppointment, appointHolder, endHolder, type HolderView } from '../holder.contract.ts'
import local from './Role.module.css'

/** Appoints somebody: who, for what, from when, as deputy or not. */
export function AppointDialog({ role, onClose }: { role: ElementView; onClose: () => void }) {
  const { t } = useLingui()
  const today = useToday()
  const appoint = useAction(appointHolder)
  const [person, setPerson] = useState<Option | null>(null)
  const [element, setElement] = useState<Picked | null>(null)
  const [fromOn, setFromOn] = useState<string | null>(today)
  const [toOn, setToOn] = useState<string | null>(null)
  const [deputy, setDeputy] = useState(false)
  const [reason, setReason] = useState('')
  const reach = String(role.body.heldPer ?? 'organisation')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!person || appoint.isPending) return
    const input = { role: role.id, person: person.id, deputy, ...(element && { element: element.id }), ...(fromOn && { fromOn }), ...(toOn && { toOn }), ...(reason.trim() && { reason: reason.trim() }) }
    const done = await appoint.mutateAsync(input).catch(() => null)
    if (!done) return
    for (const warning of done.warnings) sayProblem(t`Appointed, but look at this`, warning)
    if (!done.warnings.length) say(t`Appointed`, `${person.title} · ${role.title}`)
    onClose()
  }
  return (
    <Dialog open onClose={onClose} title={t`Appoint a holder of ${role.title}`}>
      <form className={local.form} onSubmit={submit} noValidate>
        <ProblemNote error={appoint.error} shown={['person', 'element', 'fromOn', 'toOn', 'reason']} />
        <PersonField label={t`Person`} value={person} onChange={setPerson} fault={faultAt(appoint.error, 'person')} />
        {reach !== 'organisation' && <ElementField label={t`For`} placeholder={t`Which one`} kinds={[reach]} value={element} onChange={setElement} fault={faultAt(appoint.error, 'element')} />}
        <DayField label={t`From`} value={fromOn} onChange={setFromOn} fault={faultAt(appoint.error, 'fromOn')} />
        <DayField label={t`To`} help={t`Left empty, until it is ended.`} value={toOn} onChange={setToOn} fault={faultAt(appoint.error, 'toOn')} />
        <Checkbox label={t`As deputy`} checked={deputy} onChange={setDeputy} />
        <TextArea label={t`Reason`} optional value={reason} onChange={setReason} fault={faultAt(appoint.error, 'reason')} />
        <div className={local.verbs}>
          <Leave>
            <Trans>Cancel</Trans>
          </Leave>
          <Button type="submit" look="primary" busy={appoint.isPending} disabled={!person}>
            <Trans>Appoint</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

export function EndDialog({ holder, onClose }: { holder: HolderView; onClose: () => void }) {
  const { t } = useLingui()
  const today = useToday()
  const end = useAction(endHolder)
  const [toOn, setToOn] = useState<string | null>(today)
  const [reason, setReason] = useState('')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const done = await end.mutateAsync({ holder: holder.id, reason, ...(toOn && { toOn }) }).catch(() => null)
    if (!done) return
    say(t`Ended`, `${holder.person.name} · ${holder.role.title}`)
    onClose()
  }
  return (
    <Dialog open onClose={onClose} title={t`End the appointment of ${holder.person.name}`} description={t`The role stays; work goes to whoever holds it next.`}>
      <form className={local.form} onSubmit={submit} noValidate>
        <ProblemNote error={end.error} shown={['toOn', 'reason']} />
        <DayField label={t`Last day`} value={toOn} onChange={setToOn} fault={faultAt(end.error, 'toOn')} />
        <TextArea label={t`Reason`} required value={reason} onChange={setReason} fault={faultAt(end.error, 'reason')} />
        <div className={local.verbs}>
          <Leave>
            <Trans>Cancel</Trans>
          </Leave>
          <Button type="submit" look="primary" busy={end.isPending}>
            <Trans>End the appointment</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** One's own answer to an appointment. */
export function AnswerButtons({ holder }: { holder: HolderView }) {
  const accept = useAction(acceptAppointment)
  const [declining, setDeclining] = useState(false)
  return (
    <>
      <Button small busy={accept.isPending} onClick={() => accept.mutate({ holder: holder.id })}>
        <Trans>Accept</Trans>
      </Button>
      <Button small look="quiet" onClick={() => setDeclining(true)}>
        <Trans>Decline</Trans>
      </Button>
      {declining && <DeclineDialog item={{ holder: holder.id, about: { ...holder.role, kind: 'role' } }} onClose={() => setDeclining(false)} />}
    </>
  )
}
