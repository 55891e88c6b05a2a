import { useLingui } from '@lingui/react/macro'
import { listProposals } from '../../modules/proposals/proposal.contract.ts'
import { useQueryOf } from '../api.ts'

/** How many proposals wait, beside their place in the rail. */
export function ProposalCount({ className }: { className: string | undefined }) {
  const { t } = useLingui()
  const { data } = useQueryOf(listProposals, { state: 'open' })
  const count = data?.rows.length ?? 0
  if (!count) return null
  const more = data?.next ? '+' : ''
  return (
    <span className={className}>
      {count}
      {more} <span className="visually-hidden">{t`open`}</span>
    </span>
  )
}
