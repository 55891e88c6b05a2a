import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import type { BegunService } from '../../modules/begin/begin.contract.ts'
import { serviceBody } from '../../modules/operating-model/service.ts'
import { call, useAction } from '../api.ts'
import { contractsOf } from '../elements/contracts.ts'
import { useKept } from '../elements/kept.ts'
import { kindNamed } from '../elements/kinds.ts'
import { Button, ButtonLink } from '../ui/Button.tsx'
import { Section } from '../ui/Facts.tsx'
import { KeyLink } from '../ui/KeyLink.tsx'
import { StateMark } from '../ui/Marks.tsx'
import { faultAt, ProblemNote } from '../ui/Problem.tsx'
import { TextArea, TextField } from '../ui/TextField.tsx'
import styles from './Begin.module.css'

const blank = { title: '', description: '', criticality: 1 }

/** One critical service to begin with: its name, what it is for, how critical it is. It is in force at once. */
export function ServiceStep({ service }: { service: BegunService | null }) {
  return (
    <Section title={<Trans>Which service would be missed first?</Trans>}>
      <p className={styles.words}>
        <Trans>Begin with one. Scope, promises, routines and measures all hang on services, and one is enough to see how.</Trans>
      </p>
      {service ? <Begun service={service} /> : <ServiceForm />}
    </Section>
  )
}

function Begun({ service }: { service: BegunService }) {
  const approve = useAction(contractsOf(kindNamed('service')!).approve)
  return (
    <>
      <ProblemNote error={approve.error} />
      <p>
        <StateMark state={service.status === 'draft' ? 'watch' : 'met'}>{service.status === 'draft' ? <Trans>Drafted:</Trans> : <Trans>In force:</Trans>}</StateMark>{' '}
        <KeyLink elementKey={service.key}>{service.title}</KeyLink>
      </p>
      <div className={styles.verbs}>
        {service.status === 'draft' && (
          <Button look="primary" busy={approve.isPending} onClick={() => approve.mutate({ element: service.key, revision: service.revision })}>
            <Trans>Put it in force</Trans>
          </Button>
        )}
        <ButtonLink look={service.status === 'draft' ? 'plain' : 'primary'} to="/begin" search={{ step: 'door' }}>
          <Trans>Go on</Trans>
        </ButtonLink>
      </div>
    </>
  )
}

function ServiceForm() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const contracts = contractsOf(kindNamed('service')!)
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  // Kept until it is sent, so that a reload loses nothing.
  const [answers, keep] = useKept('begin.service', blank)
  const [asked, setAsked] = useState(false)
  const unsaid = (text: string, fault: string) => (asked && !text.trim() ? fault : undefined)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    const [title, description] = [answers.title.trim(), answers.description.trim()]
    if (!title || !description || busy) return
    setBusy(true)
    try {
      const drafted = await call(contracts.draft, { title, reviewEvery: 'P1Y', body: serviceBody.parse({ description, criticality: answers.criticality }) })
      await call(contracts.approve, { element: drafted.key, revision: drafted.revision })
      keep(blank)
      await navigate({ to: '/begin', search: { step: 'door' } })
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
    await client.invalidateQueries()
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <ProblemNote error={error} shown={['title', 'body.description']} />
      <TextField
        label={t`Its name, as its users call it`} placeholder={t`E-mail, patient record, payroll …`} maxLength={200} required value={answers.title}
        onChange={(title) => keep({ ...answers, title })} fault={unsaid(answers.title, t`Name the service.`) ?? faultAt(error, 'title')}
      />
      <TextArea
        label={t`What it is for`} help={t`In a sentence: who can do what because of it.`} rows={2} required value={answers.description}
        onChange={(description) => keep({ ...answers, description })} fault={unsaid(answers.description, t`Say in a sentence what it is for.`) ?? faultAt(error, 'body.description')}
      />
      <Criticality value={answers.criticality} onChange={(criticality) => keep({ ...answers, criticality })} />
      <div className={styles.verbs}>
        <Button type="submit" look="primary" busy={busy}>
          <Trans>Add it and go on</Trans>
        </Button>
        <ButtonLink look="quiet" to="/begin" search={{ step: 'door' }}>
          <Trans>Skip for now</Trans>
        </ButtonLink>
      </div>
    </form>
  )
}

function Criticality({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  const { t } = useLingui()
  const says = [t`without it the organisation stops`, t`many are hindered within the day`, t`some work waits`, t`a nuisance`]
  return (
    <fieldset className={styles.choices}>
      <legend>
        <Trans>How critical is it?</Trans>
      </legend>
      {says.map((words, at) => (
        <label key={at}>
          <input type="radio" name="criticality" value={at + 1} checked={value === at + 1} onChange={() => onChange(at + 1)} />
          {at + 1}
          <span>{words}</span>
        </label>
      ))}
    </fieldset>
  )
}
