import { Trans, useLingui } from '@lingui/react/macro'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { post } from '../api.ts'
import { Button } from '../ui/Button.tsx'
import { Gate } from './Gate.tsx'

/** Ends the mail of the morning by the link in it, without signing in; asked first, since mail programs open links by themselves. */
export function Unsubscribe({ secret }: { secret: string }) {
  const { t } = useLingui()
  const end = useMutation({ mutationFn: () => post('/api/unsubscribe', { secret }) })
  return (
    <Gate
      title={t`The mail of the morning`}
      lead={end.isSuccess ? <Trans>Done. You get no more of these mails. What waits for you stays in Wellrun.</Trans> : <Trans>Wellrun writes once in the morning when something new waits for you. You can end these mails here; what waits stays in Wellrun.</Trans>}
      error={end.error}
      onSubmit={() => end.mutate()}
      foot={
        <Link to="/settings/$part" params={{ part: 'notifications' }}>
          <Trans>Choose what is mailed instead</Trans>
        </Link>
      }
    >
      {!end.isSuccess && (
        <Button type="submit" look="primary" busy={end.isPending}>
          <Trans>End these mails</Trans>
        </Button>
      )}
    </Gate>
  )
}
