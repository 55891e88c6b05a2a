import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { post } from '../api.ts'
import { Button } from '../ui/Button.tsx'
import { faultAt } from '../ui/Problem.tsx'
import { TextField } from '../ui/TextField.tsx'
import { say } from '../ui/Toast.tsx'
import { Gate } from './Gate.tsx'

const back = (
  <Link to="/">
    <Trans>Back to signing in</Trans>
  </Link>
)

/** Asks for a link by e-mail, and says who else can make one. */
export function Forgotten() {
  const { t } = useLingui()
  const [email, setEmail] = useState('')
  const request = useMutation({ mutationFn: () => post('/api/auth/request-password-reset', { email }) })
  return (
    <Gate
      title={t`Forgotten password`}
      lead={<Trans>Give your e-mail address, and a link to choose a new password comes to it. Where this server sends no e-mail, whoever runs it makes such a link: wellrun account link.</Trans>}
      error={request.error}
      shown={['email']}
      onSubmit={() => request.mutate()}
      foot={back}
    >
      {request.isSuccess ? (
        <p>
          <Trans>If there is an account with this address, a link is on its way. It works for a few hours.</Trans>
        </p>
      ) : (
        <>
          <TextField label={t`E-mail`} type="email" autoComplete="username" required value={email} onChange={setEmail} fault={faultAt(request.error, 'email')} />
          <Button type="submit" look="primary" busy={request.isPending}>
            <Trans>Send the link</Trans>
          </Button>
        </>
      )}
    </Gate>
  )
}

/** Chooses a new password with the secret that the link carries after its #. */
export function Reset({ onDone }: { onDone: () => void }) {
  const { t } = useLingui()
  const [token] = useState(() => window.location.hash.slice(1))
  const [password, setPassword] = useState('')
  const reset = useMutation({
    mutationFn: () => post('/api/auth/reset-password', { token, newPassword: password }),
    onSuccess: () => {
      say(t`New password chosen`, t`Sign in with it.`)
      onDone()
    },
  })
  return (
    <Gate title={t`Choose a new password`} error={reset.error} shown={['newPassword']} onSubmit={() => reset.mutate()} foot={back}>
      <TextField label={t`New password`} help={t`At least 12 characters; a few words in a row are good.`} type="password" autoComplete="new-password" required value={password} onChange={setPassword} fault={faultAt(reset.error, 'newPassword')} />
      <Button type="submit" look="primary" busy={reset.isPending}>
        <Trans>Keep it</Trans>
      </Button>
    </Gate>
  )
}
