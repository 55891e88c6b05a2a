import { useLingui } from '@lingui/react/macro'
import { countInbox } from '../../modules/acknowledgements/inbox.contract.ts'
import { useQueryOf } from '../api.ts'

/** How much waits unread, beside its place in the rail. */
export function InboxCount({ className }: { className: string | undefined }) {
  const { t } = useLingui()
  const { data } = useQueryOf(countInbox)
  if (!data?.unread) return null
  return (
    <span className={className}>
      {data.unread} <span className="visually-hidden">{t`unread`}</span>
    </span>
  )
}
