import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useSearch } from '@tanstack/react-router'
import { nextQuery } from '../../modules/begin/begin.contract.ts'
import { useQueryOf } from '../api.ts'
import { Page } from '../shell/Page.tsx'
import { Waiting } from '../ui/EmptyState.tsx'
import { PageProblem } from '../ui/Problem.tsx'
import { useAsOf } from '../asOf.ts'
import styles from './Begin.module.css'
import { beginSteps, stepOf, type BeginStep } from './beginSteps.ts'
import { DoorStep } from './DoorStep.tsx'
import { NextThings } from './NextThings.tsx'
import { ServiceStep } from './ServiceStep.tsx'
import { SettleStep } from './SettleStep.tsx'
import { ButtonLink } from '../ui/Button.tsx'

/** The first hour: one critical service, three doors, what makes it hold, and what to do next. Where one is follows from what there is. */
export function BeginPage() {
  const { t } = useLingui()
  const asOf = useAsOf()
  const { step: asked } = useSearch({ from: '/begin' })
  const { data, error, refetch } = useQueryOf(nextQuery)
  if (!data) return <Page name={t`Begin here`}>{error ? <PageProblem error={error} retry={() => void refetch()} /> : <Waiting label={t`Begin here`} />}</Page>
  const step = asOf || !data.founding ? 'next' : (asked ?? stepOf(data))
  return (
    <Page name={t`Begin here`} subtitle={<Trans>From nothing to a system that is yours. Everything can be changed later; nothing is lost when you leave.</Trans>}>
      {data.founding && !asOf && <Steps current={step} />}
      {step === 'service' && <ServiceStep service={data.service} />}
      {step === 'door' && <DoorStep started={data.started} service={data.service} />}
      {step === 'settle' && <SettleStep service={data.service} calendar={data.calendar} started={data.started} />}
      {step === 'next' && (
        <>
          <NextThings />
          {data.founding && (
            <div className={styles.verbs}>
              <ButtonLink to="/">
                <Trans>See the A3</Trans>
              </ButtonLink>
              {data.started && (
                <ButtonLink to="/make-it-yours">
                  <Trans>Make it yours</Trans>
                </ButtonLink>
              )}
            </div>
          )}
        </>
      )}
    </Page>
  )
}

function Steps({ current }: { current: BeginStep }) {
  const { t, i18n } = useLingui()
  return (
    <nav className={styles.steps} aria-label={t`Steps of the first hour`}>
      <ol>
        {beginSteps.map(({ step, label }, at) => (
          <li key={step}>
            <Link to="/begin" search={{ step }} aria-current={step === current ? 'step' : undefined} activeProps={{}}>
              <span className={styles.number}>{at + 1}</span>
              {i18n._(label)}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  )
}
