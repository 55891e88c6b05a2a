import { Trans, useLingui } from '@lingui/react/macro'
import { useState, type FormEvent } from 'react'
import { goLive, liveReadiness } from '../../modules/organisation/organisation.contract.ts'
import { useAction, useQueryOf } from '../api.ts'
import { useAsOf } from '../asOf.ts'
import { useAbilities, useSession } from '../session.ts'
import { Button, ButtonLink } from '../ui/Button.tsx'
import { Dialog, Leave } from '../ui/Dialog.tsx'
import { Facts, Section } from '../ui/Facts.tsx'
import { StateMark } from '../ui/Marks.tsx'
import { faultAt, ProblemNote } from '../ui/Problem.tsx'
import { TextField } from '../ui/TextField.tsx'
import { say } from '../ui/Toast.tsx'
import { dayInWords } from '../words.ts'
import styles from './Settings.module.css'

export function OrganisationPart() {
  const organisation = useSession().data?.organisation
  return (
    <>
      <Section title={<Trans>Organisation</Trans>}>
        <Facts
          rows={[
            { label: <Trans>Name</Trans>, value: organisation?.name },
            { label: <Trans>Short name</Trans>, value: organisation?.key },
            { label: <Trans>Time zone</Trans>, value: organisation?.timeZone },
            { label: <Trans>Today</Trans>, value: dayInWords(organisation?.today) },
          ]}
        />
        <div className={styles.verbs} style={{ paddingTop: '0.75rem' }}>
          <ButtonLink to="/$path/$element" params={{ path: 'organisation', element: 'ORG-1' }}>
            <Trans>Name, purpose and languages</Trans>
          </ButtonLink>
        </div>
      </Section>
      <GoLive />
    </>
  )
}

/** From founding to being live: what it changes, what it still needs, and the step itself. */
function GoLive() {
  const [open, setOpen] = useState(false)
  const abilities = useAbilities()
  const asOf = useAsOf()
  const { data, error, refetch } = useQueryOf(liveReadiness)
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />
  if (!data) return null
  if (data.live) {
    return (
      <Section title={<Trans>Live</Trans>}>
        <p>
          <StateMark state="met">
            <Trans>Live. Definitions change by proposal, and nobody approves their own.</Trans>
          </StateMark>
        </p>
      </Section>
    )
  }
  return (
    <Section title={<Trans>Founding</Trans>}>
      <p className={styles.soft}>
        <Trans>While founding, whoever may approve puts things in force directly, and the ledger says so. Going live freezes the first baseline; from then on definitions change by proposal only, and author and approver are two people.</Trans>
      </p>
      {data.short.length > 0 && (
        <p>
          <StateMark state="watch">
            <Trans>For {data.short.length} authorities to approve, fewer than two people hold the role. Appoint a second person, or go live single-handed by name; the A3 then says so.</Trans>
          </StateMark>
        </p>
      )}
      {abilities.includes(goLive.name) && !asOf && (
        <div className={styles.verbs}>
          <Button look="primary" onClick={() => setOpen(true)}>
            <Trans>Go live</Trans>
          </Button>
        </div>
      )}
      {open && <GoLiveDialog short={data.short.length} founder={data.founderName} onClose={() => setOpen(false)} />}
    </Section>
  )
}

function GoLiveDialog({ short, founder, onClose }: { short: number; founder: string | null; onClose: () => void }) {
  const { t } = useLingui()
  const go = useAction(goLive)
  const [name, setName] = useState('')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const done = await go.mutateAsync(name.trim() ? { singleHanded: name.trim() } : {}).catch(() => null)
    if (!done) return
    say(t`You are live`, t`The first baseline is frozen.`)
    onClose()
  }
  return (
    <Dialog open onClose={onClose} title={t`Go live`} description={t`This cannot be taken back. From now on definitions change by proposal.`}>
      <form className={styles.dialog} onSubmit={submit} noValidate>
        <ProblemNote error={go.error} shown={['singleHanded']} />
        {short > 0 && (
          <TextField
            label={t`Your name, to work single-handed`}
            help={founder ? t`Type ${founder}. You then approve your own changes, and the A3 says so.` : t`You then approve your own changes, and the A3 says so.`}
            value={name}
            onChange={setName}
            fault={faultAt(go.error, 'singleHanded')}
          />
        )}
        <div className={styles.foot}>
          <Leave>
            <Trans>Not yet</Trans>
          </Leave>
          <Button type="submit" look="primary" busy={go.isPending}>
            <Trans>Go live</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
