import { Trans, useLingui } from '@lingui/react/macro'
import { useBlocker } from '@tanstack/react-router'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'

/** Asks before unsaved text is left behind. */
export function UnsavedGuard({ dirty }: { dirty: () => boolean }) {
  const { t } = useLingui()
  const blocker = useBlocker({ shouldBlockFn: dirty, enableBeforeUnload: dirty, withResolver: true })
  if (blocker.status !== 'blocked') return null
  return (
    <Dialog
      open
      onClose={blocker.reset}
      title={t`Leave without saving?`}
      description={t`There is text on this page that is not saved yet.`}
      verbs={
        <>
          <Button onClick={blocker.proceed}>
            <Trans>Leave it</Trans>
          </Button>
          <Button look="primary" onClick={blocker.reset}>
            <Trans>Stay here</Trans>
          </Button>
        </>
      }
    />
  )
}
