import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type FormEvent } from 'react'
import { serviceBody } from '../../modules/operating-model/service.ts'
import { StarterDoor } from '../../modules/transfer/web/StarterDoor.tsx'
import { useAction } from '../api.ts'
import { contractsOf } from '../elements/contracts.ts'
import { kindNamed } from '../elements/kinds.ts'
import { Page } from '../shell/Page.tsx'
import { Button, ButtonLink } from '../ui/Button.tsx'
import { Section } from '../ui/Facts.tsx'
import { KeyLink } from '../ui/KeyLink.tsx'
import { StateMark } from '../ui/Marks.tsx'
import { faultAt, ProblemNote } from '../ui/Problem.tsx'
import { TextField } from '../ui/TextField.tsx'
import styles from './Begin.module.css'
import { NextThings } from './NextThings.tsx'

/** The first hour: one critical service, what may be brought along, and what to do next. */
export function BeginPage() {
  const { t } = useLingui()
  return (
    <Page name={t`Begin here`} subtitle={<Trans>An organisation is founded. One service, and the A3 begins to fill.</Trans>}>
      <FirstService />
      <StarterDoor />
      <Section title={<Trans>Bring yours</Trans>}>
        <p className={styles.words}>
          <Trans>A list of services, teams, suppliers, people or roles in CSV, XLSX, YAML or JSON can be taken over as it is, with a preview first.</Trans>
        </p>
        <div>
          <ButtonLink to="/import">
            <Trans>Import a file</Trans>
          </ButtonLink>
        </div>
      </Section>
      <NextThings />
    </Page>
  )
}

function FirstService() {
  const { t } = useLingui()
  const kind = kindNamed('service')
  if (!kind) throw new Error('There is no kind "service".')
  const draft = useAction(contractsOf(kind).draft)
  const [title, setTitle] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (title.trim() && !draft.isPending) draft.mutate({ title: title.trim(), reviewEvery: 'P1Y', body: { ...serviceBody.parse({}), criticality: 1 } })
  }
  return (
    <Section title={<Trans>Your most critical service</Trans>}>
      {draft.data ? (
        <p>
          <StateMark state="met">
            <Trans>Drafted:</Trans>
          </StateMark>{' '}
          <KeyLink elementKey={draft.data.key}>{draft.data.title}</KeyLink>. <Trans>Say in a sentence what it does, and put it in force.</Trans>
        </p>
      ) : (
        <form className={styles.form} onSubmit={submit} noValidate>
          <ProblemNote error={draft.error} shown={['title']} />
          <TextField label={t`Its name, as its users call it`} placeholder={t`E-mail, patient record, payroll …`} value={title} onChange={setTitle} maxLength={200} fault={faultAt(draft.error, 'title')} />
          <Button type="submit" look="primary" busy={draft.isPending} disabled={!title.trim()}>
            <Trans>Add it</Trans>
          </Button>
        </form>
      )}
    </Section>
  )
}
