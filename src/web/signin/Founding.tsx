import { Trans, useLingui } from '@lingui/react/macro'
import { useEffect, useRef, useState } from 'react'
import { foundOrganisation } from '../../modules/organisation/organisation.contract.ts'
import { useAction } from '../api.ts'
import { Button } from '../ui/Button.tsx'
import { faultAt } from '../ui/Problem.tsx'
import { TextField } from '../ui/TextField.tsx'
import { Gate } from './Gate.tsx'

const shown = ['name', 'founderName', 'founderEmail', 'password', 'code']

/** The first start asks four things, and from another machine the code that the server printed. */
export function Founding({ codeNeeded, onDone }: { codeNeeded: boolean; onDone: () => void }) {
  const { t } = useLingui()
  const [answers, setAnswers] = useState({ name: '', founderName: '', founderEmail: '', password: '', code: '' })
  const found = useAction(foundOrganisation)
  const first = useRef<HTMLInputElement>(null)
  useEffect(() => first.current?.focus(), [])
  const field = (name: keyof typeof answers) => ({
    value: answers[name],
    onChange: (value: string) => setAnswers((before) => ({ ...before, [name]: value })),
    fault: faultAt(found.error, name),
    required: true,
  })
  const submit = async () => {
    if (found.isPending) return
    const { code, ...rest } = answers
    const done = await found.mutateAsync({ ...rest, timeZone: zoneHere(), ...(codeNeeded && { code: code.trim() }) }).catch(() => null)
    if (done) onDone()
  }
  return (
    <Gate
      title={t`Found your organisation`}
      lead={<Trans>Wellrun holds the management system behind your services: scope, policies, roles, routines, measures and reviews, on one living page. Four answers, and it begins.</Trans>}
      error={found.error}
      shown={shown}
      onSubmit={() => void submit()}
      foot={<Trans>What you write stays on this machine.</Trans>}
    >
      <TextField ref={first} label={t`Organisation`} autoComplete="organization" {...field('name')} />
      <TextField label={t`Your name`} autoComplete="name" {...field('founderName')} />
      <TextField label={t`Your e-mail`} type="email" autoComplete="username" {...field('founderEmail')} />
      <TextField label={t`Password`} help={t`At least 12 characters; a few words in a row are good.`} type="password" autoComplete="new-password" {...field('password')} />
      {codeNeeded && <TextField label={t`One-time code`} help={t`Wellrun printed it where it was started.`} inputMode="numeric" autoComplete="one-time-code" {...field('code')} />}
      <Button type="submit" look="primary" busy={found.isPending}>
        <Trans>Found it</Trans>
      </Button>
    </Gate>
  )
}

function zoneHere(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
}
