import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useState, type FormEvent, type ReactNode } from 'react'
import { addPerson, changePerson, erasePerson, grantRight, invitePerson, leavePerson, type PersonView } from '../../modules/organisation/person.contract.ts'
import { useAction } from '../api.ts'
import { useToday } from '../session.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, Leave } from '../ui/Dialog.tsx'
import { CopyKey } from '../ui/KeyLink.tsx'
import { faultAt, ProblemNote } from '../ui/Problem.tsx'
import { Select } from '../ui/Select.tsx'
import { DayField, TextArea, TextField } from '../ui/TextField.tsx'
import { say, sayProblem } from '../ui/Toast.tsx'
import { instantInWords } from '../words.ts'
import styles from './Settings.module.css'

type PersonDialogProps = { person: PersonView; onClose: () => void }
type FormDialogProps = { title: string; description?: string; verb: string; danger?: boolean; busy: boolean; error: unknown; shown?: readonly string[]; onSubmit: () => Promise<unknown>; onClose: () => void; children: ReactNode }

function FormDialog({ title, description, verb, danger, busy, error, shown, onSubmit, onClose, children }: FormDialogProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!busy) void onSubmit()
  }
  return (
    <Dialog open onClose={onClose} title={title} description={description}>
      <form className={styles.dialog} onSubmit={submit} noValidate>
        <ProblemNote error={error} {...(shown && { shown })} />
        {children}
        <div className={styles.foot}>
          <Leave>
            <Trans>Cancel</Trans>
          </Leave>
          <Button type="submit" look={danger ? 'danger' : 'primary'} busy={busy}>
            {verb}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

export function AddDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const add = useAction(addPerson)
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const submit = async () => {
    const done = await add.mutateAsync({ name, ...(email.trim() && { email: email.trim() }) }).catch(() => null)
    if (!done) return
    say(t`Added`, name)
    onClose()
  }
  return (
    <FormDialog title={t`Add a person`} description={t`A person can hold roles. To sign in as well, they are invited afterwards.`} verb={t`Add`} busy={add.isPending} error={add.error} shown={['name', 'email']} onSubmit={submit} onClose={onClose}>
      <TextField label={t`Name`} required value={name} onChange={setName} fault={faultAt(add.error, 'name')} />
      <TextField label={t`E-mail`} optional type="email" value={email} onChange={setEmail} fault={faultAt(add.error, 'email')} />
    </FormDialog>
  )
}

export function RenameDialog({ person, onClose }: PersonDialogProps) {
  const { t } = useLingui()
  const change = useAction(changePerson)
  const [name, setName] = useState(person.name)
  const [email, setEmail] = useState(person.email ?? '')
  const submit = async () => {
    const done = await change.mutateAsync({ person: person.id, revision: person.revision, name, email: email.trim() || null }).catch(() => null)
    if (done) onClose()
  }
  return (
    <FormDialog title={t`Correct name or address`} verb={t`Keep`} busy={change.isPending} error={change.error} shown={['name', 'email']} onSubmit={submit} onClose={onClose}>
      <TextField label={t`Name`} required value={name} onChange={setName} fault={faultAt(change.error, 'name')} />
      <TextField label={t`E-mail`} optional type="email" value={email} onChange={setEmail} fault={faultAt(change.error, 'email')} />
    </FormDialog>
  )
}

export function LeaveDialog({ person, onClose }: PersonDialogProps) {
  const { t } = useLingui()
  const today = useToday()
  const leave = useAction(leavePerson)
  const [toOn, setToOn] = useState<string | null>(today)
  const submit = async () => {
    const done = await leave.mutateAsync({ person: person.id, ...(toOn && { toOn }) }).catch(() => null)
    if (!done) return
    if (done.vacant.length) sayProblem(t`Roles are now vacant`, done.vacant.map((role) => role.title).join(', '))
    else say(t`Recorded`, person.name)
    onClose()
  }
  return (
    <FormDialog title={t`${person.name} leaves`} description={t`Sessions, tokens and holders end. Roles left vacant are named.`} verb={t`Record it`} busy={leave.isPending} error={leave.error} shown={['toOn']} onSubmit={submit} onClose={onClose}>
      <DayField label={t`Last day`} value={toOn} onChange={setToOn} fault={faultAt(leave.error, 'toOn')} />
    </FormDialog>
  )
}

export function EraseDialog({ person, onClose }: PersonDialogProps) {
  const { t } = useLingui()
  const erase = useAction(erasePerson)
  const [reason, setReason] = useState('')
  const submit = async () => {
    const done = await erase.mutateAsync({ person: person.id, reason }).catch(() => null)
    if (done) onClose()
  }
  return (
    <FormDialog
      title={t`Erase ${person.name}`}
      description={t`Name and address are blanked for good. What the person did stays in the history, under a number instead of a name.`}
      verb={t`Erase`}
      danger
      busy={erase.isPending}
      error={erase.error}
      shown={['reason']}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextArea label={t`Reason`} required value={reason} onChange={setReason} fault={faultAt(erase.error, 'reason')} />
    </FormDialog>
  )
}

export function RightsDialog({ person, onClose }: PersonDialogProps) {
  const { t } = useLingui()
  const today = useToday()
  const grant = useAction(grantRight)
  const [right, setRight] = useState<'administrator' | 'auditor'>('administrator')
  const [until, setUntil] = useState<string | null>(null)
  const has = person.rights.includes(right)
  const submit = async () => {
    const done = await grant.mutateAsync({ person: person.id, right, ...(has ? { end: true } : until && { until }) }).catch(() => null)
    if (!done) return
    say(has ? t`Right ended` : t`Right given`, person.name)
    onClose()
  }
  return (
    <FormDialog title={t`Rights of ${person.name}`} verb={has ? t`End this right` : t`Give this right`} danger={has} busy={grant.isPending} error={grant.error} shown={['until']} onSubmit={submit} onClose={onClose}>
      <Select
        label={t`Right`}
        value={right}
        onChange={(next) => next && setRight(next)}
        choices={[
          { value: 'administrator', label: t`Administrator: the system, not its content` },
          { value: 'auditor', label: t`Auditor: reads everything, as of any day` },
        ]}
      />
      {!has && <DayField label={t`Until`} optional min={today} value={until} onChange={setUntil} fault={faultAt(grant.error, 'until')} />}
    </FormDialog>
  )
}

/** Makes the link at once; it is shown here, because not every server sends e-mail. */
export function InviteDialog({ person, onClose }: PersonDialogProps) {
  const { t } = useLingui()
  const { mutate, data, error, isIdle } = useAction(invitePerson)
  useEffect(() => {
    if (isIdle) mutate({ person: person.id })
  }, [isIdle, mutate, person.id])
  const link = data && new URL(data.link, window.location.origin).href
  const until = instantInWords(data?.expiresAt)
  const address = person.email
  return (
    <Dialog open onClose={onClose} title={t`Invite ${person.name}`} description={t`Whoever opens this link chooses a password and signs in as this person.`} verbs={<Button look="primary" onClick={onClose}><Trans>Done</Trans></Button>}>
      <ProblemNote error={error} />
      {link && (
        <>
          <span className={styles.inline}>
            <code className={styles.secret}>{link}</code>
            <CopyKey text={link} />
          </span>
          <p className={styles.soft}>
            {data.mailed ? <Trans>It was mailed to {address}. It works once, until {until}.</Trans> : <Trans>It works once, until {until}. Send it yourself.</Trans>}
          </p>
        </>
      )}
    </Dialog>
  )
}
