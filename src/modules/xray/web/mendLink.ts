import type { LinkProps } from '@tanstack/react-router'
import { kindNamed, placeOfKey } from '../../../web/elements/kinds.ts'
import type { FindingView } from '../xray.contract.ts'

type Place = { to: LinkProps['to']; params?: LinkProps['params'] }

const elsewhere: Record<string, Place> = {
  'scope.state': { to: '/scope' },
  'organisation.goLive': { to: '/go-live' },
  'outage.register': { to: '/outages/calendar' },
  'item.add': { to: '/items' },
}

/** The page on which a verb can be done: the editor for a draft, a new one where no element is named, otherwise the element's own page. */
export function mendLink({ verb, element }: Pick<FindingView['mend'], 'verb' | 'element'>): Place {
  if (element !== null && /^OUT-\d+$/.test(element)) return { to: '/outages/$outage', params: { outage: element } as LinkProps['params'] }
  const known = elsewhere[verb]
  if (known) return known
  const [subject = '', what] = verb.split('.')
  const path = element === null ? undefined : placeOfKey(element)
  if (path && element) return { to: what === 'draft' ? '/$path/$element/edit' : '/$path/$element', params: { path, element } as LinkProps['params'] }
  const kind = kindNamed(subject)
  if (kind && what === 'draft') return { to: '/$path/new', params: { path: kind.path } as LinkProps['params'] }
  return { to: '/$path', params: { path: kind?.path ?? 'roles' } as LinkProps['params'] }
}
