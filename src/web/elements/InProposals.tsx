import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { listProposals } from '../../modules/proposals/proposal.contract.ts'
import { useQueryOf } from '../api.ts'
import { useIsLive } from '../session.ts'
import { StateMark } from '../ui/Marks.tsx'

/** The open proposals that would change an element. */
export function useProposalsOf(element: string) {
  return useQueryOf(listProposals, { state: 'open', element }, useIsLive()).data?.rows ?? []
}

/** Says beside an element that changes of it are proposed, and leads there. */
export function InProposals({ element }: { element: string }) {
  const rows = useProposalsOf(element)
  if (rows.length === 0) return null
  return (
    <div>
      {rows.map((proposal) => (
        <p key={proposal.id}>
          <StateMark state={proposal.moved ? 'missed' : 'unknown'}>
            <Trans>A change is proposed:</Trans>{' '}
            <Link to="/proposals/$proposal" params={{ proposal: proposal.key }}>
              {proposal.key} {proposal.title}
            </Link>
          </StateMark>
        </p>
      ))}
    </div>
  )
}
