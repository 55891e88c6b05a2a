import { useLingui } from '@lingui/react/macro'
import { recordQueries } from '../../modules/work/record.contract.ts'
import { useQueryOf } from '../api.ts'

/** How many records wait for whoever is signed in, beside their place in the rail. */
export function WorkCount({ className }: { className: string | undefined }) {
  const { t } = useLingui()
  const { data } = useQueryOf(recordQueries.mine, { limit: 1 })
  if (!data?.open) return null
  return (
    <span className={className}>
      {data.open} <span className="visually-hidden">{t`waiting for you`}</span>
    </span>
  )
}
