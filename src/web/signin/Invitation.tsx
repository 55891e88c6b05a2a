import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { acceptInvitation } from '../../modules/organisation/join.contract.ts'
import { ask, queryPath, useAction } from '../api.ts'
import { Button } from '../ui/Button.tsx'
import { faultAt } from '../ui/Problem.tsx'
import { TextField } from '../ui/TextField.tsx'
import { Gate } from './Gate.tsx'

type Invited = { name: string; email: string; organisation: string }

/** Somebody who was invited chooses a password and is in. */
export function Invitation({ token, onDone }: { token: string; onDone: () => void }) {
  const { t } = useLingui()
  const [password, setPassword] = useState('')
  const invitation = useQuery({ queryKey: ['invitation', token], queryFn: () => ask<Invited>(queryPath('invitation', { token })), retry: false, staleTime: Infinity })
  const accept = useAction(acceptInvitation)
  const invited = invitation.data
  if (!invited) return <Gate title={t`Invitation`} error={invitation.error}>{null}</Gate>
  const submit = async () => {
    const done = await accept.mutateAsync({ token, password }).catch(() => null)
    if (done) onDone()
  }
  const { organisation, name } = invited
  return (
    <Gate title={t`Welcome, ${name}`} lead={<Trans>You are invited to the service management system of {organisation}. Choose a password to sign in with from now on.</Trans>} error={accept.error} shown={['password']} onSubmit={() => void submit()}>
      <TextField label={t`Your e-mail`} type="email" autoComplete="username" readOnly value={invited.email} onChange={() => {}} />
      <TextField label={t`Password`} help={t`At least 12 characters; a few words in a row are good.`} type="password" autoComplete="new-password" required value={password} onChange={setPassword} fault={faultAt(accept.error, 'password')} />
      <Button type="submit" look="primary" busy={accept.isPending}>
        <Trans>Accept and sign in</Trans>
      </Button>
    </Gate>
  )
}
