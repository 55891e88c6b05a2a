import { useLingui } from '@lingui/react/macro'
import { recordQueries } from '../../modules/work/record.contract.ts'
import { useQueryOf } from '../api.ts'

/** How many records wait for whoever is signed in, beside their place in the rail. */
export function WorkCount({ className }: { className: string | undefined }) {
  const { t } = useLingui()
  const { data } = useQueryOf(recordQueries.mine)
  if (!data?.open) return null
  // The answer holds the first fifty of each kind.
  const more = [data.mine, data.roles, data.approvals].some((rows) => rows.length >= 50) ? '+' : ''
  return (
    <span className={className}>
      {data.open}
      {more} <span className="visually-hidden">{t`waiting for you`}</span>
    </span>
  )
}
