import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { post } from '../api.ts'
import { Button } from '../ui/Button.tsx'
import { faultAt } from '../ui/Problem.tsx'
import { TextField } from '../ui/TextField.tsx'
import { Gate } from './Gate.tsx'
import styles from './Gate.module.css'

type Answer = { state: 'signed in' | 'second factor needed' }

export function SignIn({ onDone }: { onDone: () => void }) {
  const { t } = useLingui()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const first = useRef<HTMLInputElement>(null)
  useEffect(() => first.current?.focus(), [])
  const signIn = useMutation({ mutationFn: () => post<Answer>('/api/auth/sign-in/email', { email, password }), onSuccess: (answer) => answer.state === 'signed in' && onDone() })
  if (signIn.data?.state === 'second factor needed') return <SecondFactor onDone={onDone} onBack={signIn.reset} />
  return (
    <Gate
      title={t`Sign in`}
      error={signIn.error}
      shown={['email', 'password']}
      onSubmit={() => !signIn.isPending && signIn.mutate()}
      foot={
        <Link to="/forgotten-password">
          <Trans>Forgotten your password?</Trans>
        </Link>
      }
    >
      <TextField ref={first} label={t`E-mail`} type="email" autoComplete="username" required value={email} onChange={setEmail} fault={faultAt(signIn.error, 'email')} />
      <TextField label={t`Password`} type="password" autoComplete="current-password" required value={password} onChange={setPassword} fault={faultAt(signIn.error, 'password')} />
      <Button type="submit" look="primary" busy={signIn.isPending}>
        <Trans>Sign in</Trans>
      </Button>
    </Gate>
  )
}

function SecondFactor({ onDone, onBack }: { onDone: () => void; onBack: () => void }) {
  const { t } = useLingui()
  const [code, setCode] = useState('')
  const [backup, setBackup] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [backup])
  const check = useMutation({ mutationFn: () => post(`/api/auth/two-factor/${backup ? 'verify-backup-code' : 'verify-totp'}`, { code: code.replaceAll(' ', '') }), onSuccess: onDone })
  return (
    <Gate
      title={t`One more step`}
      lead={backup ? <Trans>Type one of the backup codes that you kept. Each works once.</Trans> : <Trans>Type the six digits that your authenticator app shows.</Trans>}
      error={check.error}
      shown={['code']}
      onSubmit={() => !check.isPending && check.mutate()}
      foot={
        <div className={styles.rows}>
          <button type="button" className={styles.link} onClick={() => setBackup(!backup)}>
            {backup ? <Trans>Use the app</Trans> : <Trans>Use a backup code</Trans>}
          </button>
          <button type="button" className={styles.link} onClick={onBack}>
            <Trans>Back</Trans>
          </button>
        </div>
      }
    >
      <TextField ref={field} label={backup ? t`Backup code` : t`Code`} autoComplete="one-time-code" inputMode={backup ? 'text' : 'numeric'} required value={code} onChange={setCode} fault={faultAt(check.error, 'code')} />
      <Button type="submit" look="primary" busy={check.isPending}>
        <Trans>Continue</Trans>
      </Button>
    </Gate>
  )
}
