import { Trans } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { justEnough, type BegunService } from '../../modules/begin/begin.contract.ts'
import { startSms } from '../../modules/transfer/sms.contract.ts'
import { useAction } from '../api.ts'
import { useAbilities } from '../session.ts'
import { Button, ButtonLink } from '../ui/Button.tsx'
import { StateMark } from '../ui/Marks.tsx'
import { ProblemNote } from '../ui/Problem.tsx'
import styles from './Begin.module.css'

/** Three doors: start just enough, look around, bring yours. */
export function DoorStep({ started, service }: { started: boolean; service: BegunService | null }) {
  const navigate = useNavigate()
  const start = useAction(startSms)
  const may = useAbilities().includes(startSms.name)
  const { policies, roles, routines, measures, reviews } = justEnough
  const go = async () => {
    const done = await start.mutateAsync({ starter: 'just-enough' }).catch(() => null)
    if (done) await navigate({ to: '/begin', search: { step: service ? 'settle' : 'next' } })
  }
  return (
    <>
      <ProblemNote error={start.error} />
      <div className={styles.doors}>
        <Door
          title={<Trans>Start just enough</Trans>}
          verb={
            started ? (
              <StateMark state="met">
                <Trans>taken</Trans>
              </StateMark>
            ) : (
              may && (
                <Button look="primary" busy={start.isPending} onClick={() => void go()}>
                  <Trans>Start just enough</Trans>
                </Button>
              )
            )
          }
        >
          <Trans>
            {policies} policies, {roles} roles, {routines} routines, {measures} measures and {reviews} reviews come, already linked to each other and to why they are there; you strike out and rename.
          </Trans>
        </Door>
        <Door title={<Trans>Look around</Trans>}>
          <Trans>
            See a whole organisation with 18 months of history first. Where Wellrun was started, stop it and run <code>npm start -- --demo</code>: the demo has a place of its own, and yours stays as it is.
          </Trans>
        </Door>
        <Door
          title={<Trans>Bring yours</Trans>}
          verb={
            <ButtonLink to="/import">
              <Trans>Import a file</Trans>
            </ButtonLink>
          }
        >
          <Trans>Services, teams, suppliers, people or roles from CSV, XLSX, YAML or JSON, with a preview first. It goes well together with the starter.</Trans>
        </Door>
      </div>
      <div className={styles.verbs}>
        <ButtonLink look="quiet" to="/begin" search={{ step: 'service' }}>
          <Trans>Back</Trans>
        </ButtonLink>
        <ButtonLink look={started ? 'primary' : 'quiet'} to="/begin" search={{ step: started && service ? 'settle' : 'next' }}>
          {started ? <Trans>Go on</Trans> : <Trans>None of these now</Trans>}
        </ButtonLink>
      </div>
    </>
  )
}

function Door({ title, children, verb }: { title: ReactNode; children: ReactNode; verb?: ReactNode }) {
  return (
    <section className={styles.door}>
      <div>
        <h2>{title}</h2>
        <p>{children}</p>
      </div>
      <div>{verb}</div>
    </section>
  )
}
