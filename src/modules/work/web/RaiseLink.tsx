import { Trans } from '@lingui/react/macro'
import { ButtonLink } from '../../../web/ui/Button.tsx'
import { withArticle } from './withArticle.ts'

/** The way to raise a record: of this routine, or of one to be chosen. */
export function RaiseLink({ routine, noun }: { routine?: string | undefined; noun?: string | undefined }) {
  if (!routine) {
    return (
      <ButtonLink look="primary" to="/work/raise" aria-keyshortcuts="n">
        <Trans>Raise a record</Trans>
      </ButtonLink>
    )
  }
  const one = withArticle(noun || 'record')
  return (
    <ButtonLink look="primary" to="/work/raise/$routine" params={{ routine }} aria-keyshortcuts="n">
      <Trans>Raise {one}</Trans>
    </ButtonLink>
  )
}
