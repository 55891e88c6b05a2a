import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { post } from '../api.ts'
import { Button } from '../ui/Button.tsx'
import { Section } from '../ui/Facts.tsx'
import { CopyKey } from '../ui/KeyLink.tsx'
import { StateMark } from '../ui/Marks.tsx'
import { faultAt, ProblemNote } from '../ui/Problem.tsx'
import { TextField } from '../ui/TextField.tsx'
import { say } from '../ui/Toast.tsx'
import styles from './Settings.module.css'

const QrCode = lazy(async () => ({ default: (await import('./QrCode.tsx')).QrCode }))

type Begun = { uri: string; secret: string; backupCodes: string[] }

/** A code from an app at every sign-in: turned on with the password and one right code, turned off with the password. */
export function SecondFactor({ on }: { on: boolean }) {
  const [begun, setBegun] = useState<Begun | null>(null)
  return (
    <Section title={<Trans>Second factor</Trans>}>
      <p>
        <StateMark state={on ? 'met' : 'watch'}>{on ? <Trans>On. Signing in asks for a code from your app.</Trans> : <Trans>Off. A stolen password is enough to sign in as you.</Trans>}</StateMark>
      </p>
      {begun ? <Confirm begun={begun} onDone={() => setBegun(null)} /> : <Begin on={on} onBegun={setBegun} />}
    </Section>
  )
}

function Begin({ on, onBegun }: { on: boolean; onBegun: (begun: Begun) => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [password, setPassword] = useState('')
  const change = useMutation({
    mutationFn: () => post<Begun>(`/api/auth/two-factor/${on ? 'disable' : 'enable'}`, { password }),
    onSuccess: async (answer) => {
      setPassword('')
      if (!on) onBegun(answer)
      else {
        say(t`Second factor is off`)
        await client.invalidateQueries({ queryKey: ['session'] })
      }
    },
  })
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!change.isPending) change.mutate()
      }}
    >
      <ProblemNote error={change.error} shown={['password']} />
      <TextField label={t`Your password`} type="password" autoComplete="current-password" required value={password} onChange={setPassword} fault={faultAt(change.error, 'password')} />
      <Button type="submit" busy={change.isPending}>
        {on ? <Trans>Turn it off</Trans> : <Trans>Turn it on</Trans>}
      </Button>
    </form>
  )
}

function Confirm({ begun, onDone }: { begun: Begun; onDone: () => void }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const [code, setCode] = useState('')
  const check = useMutation({
    mutationFn: () => post('/api/auth/two-factor/verify-totp', { code: code.replaceAll(' ', '') }),
    onSuccess: async () => {
      say(t`Second factor is on`)
      onDone()
      await client.invalidateQueries({ queryKey: ['session'] })
    },
  })
  return (
    <form
      className={styles.part}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!check.isPending) check.mutate()
      }}
    >
      <div className={styles.dialog}>
        <p>
          <Trans>Scan this with your authenticator app, or give it the key. On a telephone, the link opens the app.</Trans>
        </p>
        <Suspense fallback={null}>
          <QrCode text={begun.uri} label={t`The key for your authenticator app, to be scanned`} />
        </Suspense>
        <span className={styles.inline}>
          <code className={styles.secret}>{begun.secret}</code>
          <CopyKey text={begun.secret} />
        </span>
        <a href={begun.uri}>
          <Trans>Open the app</Trans>
        </a>
        <p>
          <Trans>Keep these backup codes where you would find them without your telephone. Each works once.</Trans>
        </p>
        <ul className={styles.codes}>
          {begun.backupCodes.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      </div>
      <div className={styles.form}>
        <ProblemNote error={check.error} shown={['code']} />
        <TextField label={t`The six digits that the app shows now`} inputMode="numeric" autoComplete="one-time-code" required value={code} onChange={setCode} fault={faultAt(check.error, 'code')} />
        <Button type="submit" look="primary" busy={check.isPending}>
          <Trans>Turn it on</Trans>
        </Button>
      </div>
    </form>
  )
}
