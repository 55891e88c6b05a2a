import { Trans, useLingui } from '@lingui/react/macro'
import { readmitPerson, type PersonView } from '../../modules/organisation/person.contract.ts'
import { useAction } from '../api.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, Leave } from '../ui/Dialog.tsx'
import { CopyKey } from '../ui/KeyLink.tsx'
import { ProblemNote } from '../ui/Problem.tsx'
import styles from './Settings.module.css'

/** A link to choose a new password for somebody who is locked out: mailed where that can be, otherwise shown here, once. */
export function ReadmitDialog({ person, onClose }: { person: PersonView; onClose: () => void }) {
  const { t } = useLingui()
  const { mutate, data, error, isPending } = useAction(readmitPerson)
  const hours = data?.hours
  const ask = (
    <>
      <Leave>
        <Trans>Cancel</Trans>
      </Leave>
      <Button look="primary" busy={isPending} onClick={() => mutate({ person: person.id })}>
        <Trans>Make the link</Trans>
      </Button>
    </>
  )
  const verbs = data ? <Button look="primary" onClick={onClose}><Trans>Done</Trans></Button> : ask
  return (
    <Dialog open onClose={onClose} title={t`New password for ${person.name}`} description={t`Whoever opens the link chooses the password. Earlier links end; that you made it is recorded.`} verbs={verbs}>
      <ProblemNote error={error} />
      {data?.link && (
        <span className={styles.inline}>
          <code className={styles.secret}>{data.link}</code>
          <CopyKey text={data.link} />
        </span>
      )}
      {data && (
        <p className={styles.soft}>
          {data.mailed ? <Trans>It is mailed to the address that they sign in with. It works once, within {hours} hours.</Trans> : <Trans>It is shown only now and works once, within {hours} hours. Give it to them yourself.</Trans>}
        </p>
      )}
    </Dialog>
  )
}
