import { Plural, Trans } from '@lingui/react/macro'
import { useAction, useQueryOf } from '../../../web/api.ts'
import { contractsOf } from '../../../web/elements/contracts.ts'
import { kindNamed } from '../../../web/elements/kinds.ts'
import { useAbilities, useIsLive } from '../../../web/session.ts'
import { Button, ButtonLink } from '../../../web/ui/Button.tsx'
import { Section } from '../../../web/ui/Facts.tsx'
import { StateMark } from '../../../web/ui/Marks.tsx'
import { ProblemNote } from '../../../web/ui/Problem.tsx'
import { startSms } from '../sms.contract.ts'
import begin from '../../../web/places/Begin.module.css'
import styles from './ImportPage.module.css'

/** The first of the doors: a whole system that is just enough, to be struck out and renamed. Gone once there are routines. */
export function StarterDoor() {
  const may = useAbilities().includes(startSms.name)
  const live = useIsLive()
  const start = useAction(startSms)
  const routine = kindNamed('routine')
  if (!routine) throw new Error('There is no kind "routine".')
  const routines = useQueryOf(contractsOf(routine).list, { limit: 1, status: 'any' }, may && !live)
  if (!start.data && (!may || live || !routines.data || routines.data.rows.length > 0)) return null
  return (
    <Section title={<Trans>Start with just enough</Trans>}>
      {start.data ? (
        <>
          <p>
            <StateMark state="met">
              <Plural value={start.data.written.elements} one="# element is in force." other="# elements are in force." />
            </StateMark>{' '}
            <Trans>Read them on the A3; strike out what you do not need, rename the rest, fill in what stands in brackets.</Trans>
          </p>
          <div className={styles.verbs}>
            <ButtonLink look="primary" to="/">
              <Trans>Show the A3</Trans>
            </ButtonLink>
            <ButtonLink to="/$path" params={{ path: 'policies' }}>
              <Trans>Read the policies</Trans>
            </ButtonLink>
          </div>
        </>
      ) : (
        <>
          <p className={begin.words}>
            <Trans>Six short policies, the roles, fourteen routines, ten measures and three reviews, with the objectives and duties that they serve. What you have already stays as it is.</Trans>
          </p>
          <ProblemNote error={start.error} />
          <div className={styles.verbs}>
            <Button look="primary" busy={start.isPending} onClick={() => start.mutate({ starter: 'just-enough' })}>
              <Trans>Take the starter</Trans>
            </Button>
          </div>
        </>
      )}
    </Section>
  )
}
