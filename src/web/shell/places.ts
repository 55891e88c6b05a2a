import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

export type Destination = {
  id: string
  to: string
  label: MessageDescriptor
  /** The block of the A3 that it is. */
  number?: number
  /** First parts of the addresses that belong to it. */
  covers: readonly string[]
}

/** The rail, in its groups. */
export const destinations: readonly (readonly Destination[])[] = [
  [{ id: 'for-you', to: '/for-you', label: msg`For you`, covers: ['for-you'] }],
  [
    { id: 'a3', to: '/', label: msg`The A3`, covers: ['', 'editions', 'baselines'] },
    { id: 'scope', to: '/scope', label: msg`Scope`, number: 1, covers: ['scope'] },
    { id: 'policies', to: '/policies', label: msg`Policies`, number: 2, covers: ['policies', 'objectives', 'obligations'] },
    { id: 'roles', to: '/roles', label: msg`Roles`, number: 3, covers: ['roles'] },
    { id: 'routines', to: '/routines', label: msg`Routines`, number: 4, covers: ['routines'] },
    { id: 'measures', to: '/measures', label: msg`Measures`, number: 5, covers: ['measures'] },
    { id: 'reviews', to: '/reviews', label: msg`Reviews`, covers: ['reviews'] },
    { id: 'evidence', to: '/evidence', label: msg`Evidence`, covers: ['evidence'] },
  ],
  [
    { id: 'xray', to: '/xray', label: msg`X-ray`, covers: ['xray'] },
    { id: 'work', to: '/work', label: msg`Work`, covers: ['work'] },
    { id: 'proposals', to: '/proposals', label: msg`Proposals`, covers: ['proposals'] },
  ],
  [
    { id: 'frameworks', to: '/frameworks', label: msg`Frameworks`, covers: ['frameworks'] },
    {
      id: 'operating-model',
      to: '/operating-model',
      label: msg`Operating model`,
      covers: ['operating-model', 'services', 'units', 'locations', 'suppliers', 'calendars', 'agreements', 'parties', 'plans', 'items', 'outages', 'import'],
    },
    { id: 'settings', to: '/settings', label: msg`Settings`, covers: ['settings', 'organisation'] },
  ],
]

/** The item of the rail that an address belongs to. */
export function destinationOf(pathname: string): string | undefined {
  const first = pathname.split('/')[1] ?? ''
  return destinations.flat().find((item) => item.covers.includes(first))?.id
}
