import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { post } from '../api.ts'
import { useSession } from '../session.ts'
import { Button } from '../ui/Button.tsx'
import { Facts, Section } from '../ui/Facts.tsx'
import { faultAt, ProblemNote } from '../ui/Problem.tsx'
import { TextField } from '../ui/TextField.tsx'
import { say } from '../ui/Toast.tsx'
import { SecondFactor } from './SecondFactor.tsx'
import styles from './Settings.module.css'

export function Account() {
  const session = useSession().data
  const client = useQueryClient()
  const signOut = useMutation({
    mutationFn: () => post('/api/auth/sign-out', {}),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['session'] })
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' })
    },
  })
  return (
    <>
      <Section title={<Trans>Who you are</Trans>}>
        <Facts
          rows={[
            { label: <Trans>Name</Trans>, value: session?.person?.name },
            { label: <Trans>E-mail</Trans>, value: session?.account?.email },
          ]}
        />
        <div className={styles.verbs} style={{ paddingTop: '0.75rem' }}>
          <Button busy={signOut.isPending} onClick={() => signOut.mutate()}>
            <Trans>Sign out</Trans>
          </Button>
        </div>
      </Section>
      <ChangePassword />
      <SecondFactor on={session?.account?.twoFactor ?? false} />
    </>
  )
}

function ChangePassword() {
  const { t } = useLingui()
  const [currentPassword, setCurrent] = useState('')
  const [newPassword, setNew] = useState('')
  const change = useMutation({
    mutationFn: () => post('/api/auth/change-password', { currentPassword, newPassword }),
    onSuccess: () => {
      setCurrent('')
      setNew('')
      say(t`Password changed`, t`Every other session has ended.`)
    },
  })
  return (
    <Section title={<Trans>Password</Trans>}>
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!change.isPending) change.mutate()
        }}
      >
        <ProblemNote error={change.error} shown={['currentPassword', 'newPassword']} />
        <TextField label={t`Current password`} type="password" autoComplete="current-password" required value={currentPassword} onChange={setCurrent} fault={faultAt(change.error, 'currentPassword')} />
        <TextField label={t`New password`} help={t`At least 12 characters; a few words in a row are good.`} type="password" autoComplete="new-password" required value={newPassword} onChange={setNew} fault={faultAt(change.error, 'newPassword')} />
        <Button type="submit" busy={change.isPending}>
          <Trans>Change the password</Trans>
        </Button>
      </form>
    </Section>
  )
}
