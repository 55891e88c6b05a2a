import { Trans, useLingui } from '@lingui/react/macro'
import { Page } from '../shell/Page.tsx'
import { ButtonLink } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'

export function EvidencePage() {
  const { t } = useLingui()
  return (
    <Page name={t`Evidence`} subtitle={<Trans>Proof that the system runs</Trans>}>
      <EmptyState
        title={<Trans>No evidence yet</Trans>}
        verb={
          <ButtonLink look="primary" to="/$path" params={{ path: 'routines' }}>
            <Trans>See the routines</Trans>
          </ButtonLink>
        }
      >
        <p>
          <Trans>Evidence is a file or a pointer that shows that something was done: a test report, signed minutes, a completed step. The best is made by running routines, not by collecting afterwards.</Trans>
        </p>
      </EmptyState>
    </Page>
  )
}

export function FrameworksPage() {
  const { t } = useLingui()
  return (
    <Page name={t`Frameworks`} subtitle={<Trans>Lenses over the same system</Trans>}>
      <EmptyState
        title={<Trans>No framework yet</Trans>}
        verb={
          <ButtonLink look="primary" to="/$path" params={{ path: 'obligations' }}>
            <Trans>See the obligations</Trans>
          </ButtonLink>
        }
      >
        <p>
          <Trans>A framework such as ISO/IEC 20000-1, ISO/IEC 27001 or NIS2 is a lens: it reads how far what you run already answers its requirements. Nothing else changes when it comes or goes.</Trans>
        </p>
      </EmptyState>
    </Page>
  )
}
