import { Trans } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import type { z } from 'zod'
import { Differences } from '../../../web/elements/Differences.tsx'
import { KeyLink } from '../../../web/ui/KeyLink.tsx'
import { StateMark } from '../../../web/ui/Marks.tsx'
import { reviseProposal, type getProposal } from '../proposal.contract.ts'
import styles from './Proposals.module.css'

export type ProposalSeen = z.output<typeof getProposal.output>
type ElementSeen = ProposalSeen['elements'][number]

/** What a proposal would change, element by element. */
export function ProposedElements({ proposal }: { proposal: ProposalSeen }) {
  const more = proposal.count - proposal.elements.length
  return (
    <>
      <ul className={styles.elements}>
        {proposal.elements.map((element) => (
          <li key={element.id} className={styles.element}>
            <header>
              <h3>
                <span className={styles.key}>{element.key}</span> <KeyLink elementKey={element.key}>{element.title}</KeyLink>
              </h3>
              <span className={styles.small}>
                <Standing element={element} />
                {element.abilities.includes(reviseProposal.name) && (
                  <>
                    {' · '}
                    <Link to="/proposals/$proposal/$element" params={{ proposal: proposal.key, element: element.key }}>
                      <Trans>Edit</Trans>
                    </Link>
                  </>
                )}
              </span>
            </header>
            <Marks element={element} />
            <What element={element} />
          </li>
        ))}
      </ul>
      {more > 0 && <p className={styles.soft}><Trans>and {more} more elements</Trans></p>}
    </>
  )
}

function What({ element }: { element: ElementSeen }) {
  if (!element.hasDraft) return <p><Trans>Its draft was thrown away. Withdraw the proposal, or draft it again.</Trans></p>
  if (element.retiring) return <p><Trans>Is to be retired. Its versions and history stay readable for good.</Trans></p>
  return <Differences differences={element.differences} />
}

function Standing({ element }: { element: ElementSeen }) {
  const { basedOn } = element
  if (element.retiring) return <Trans>retires version {basedOn}</Trans>
  return basedOn ? <Trans>changes version {basedOn}</Trans> : <Trans>new</Trans>
}

function Marks({ element }: { element: ElementSeen }) {
  if (!element.moved && !element.changedSince) return null
  return (
    <p>
      {element.moved && (
        <StateMark state="missed">
          <Trans>Version {element.version} was approved meanwhile.</Trans>
        </StateMark>
      )}{' '}
      {element.changedSince && (
        <StateMark state="watch">
          <Trans>Changed since it was proposed; earlier agreement does not count.</Trans>
        </StateMark>
      )}
    </p>
  )
}
