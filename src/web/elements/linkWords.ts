import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { linkRules, linkTypes, type LinkType } from '../../shared/links.ts'

type LinkWords = { out: MessageDescriptor; in: MessageDescriptor; add: MessageDescriptor }

const words: Record<LinkType, LinkWords> = {
  serves: { out: msg`Serves`, in: msg`Is served by`, add: msg`Add an objective or obligation` },
  governs: { out: msg`Governs`, in: msg`Is governed by`, add: msg`Add a routine, service or supplier` },
  measures: { out: msg`Measures`, in: msg`Is measured by`, add: msg`Add what it measures` },
  dependsOn: { out: msg`Depends on`, in: msg`Is needed by`, add: msg`Add a service` },
  provides: { out: msg`Provides`, in: msg`Is provided by`, add: msg`Add a service` },
  operates: { out: msg`Operates`, in: msg`Is operated by`, add: msg`Add a routine` },
  binds: { out: msg`Binds`, in: msg`Is bound by`, add: msg`Add a service, party, supplier or calendar` },
  partOf: { out: msg`Is part of`, in: msg`Contains`, add: msg`Add the unit above` },
  separatedFrom: { out: msg`Is separated from`, in: msg`Is separated from`, add: msg`Add a role that nobody may hold as well` },
  answers: { out: msg`Answers`, in: msg`Is answered by`, add: msg`Add a requirement` },
  reviews: { out: msg`Reviews`, in: msg`Is reviewed in`, add: msg`Add what it looks at` },
}

const other: LinkWords = { out: msg`Is linked to`, in: msg`Is linked from`, add: msg`Add` }

export function linkWords(type: string): LinkWords {
  return type in words ? words[type as LinkType] : other
}

/** Link types that a kind may begin, the why first; requirements come with frameworks. */
export function linksFrom(kind: string): readonly LinkType[] {
  return linkTypes.filter((type) => {
    const from: '*' | readonly string[] = linkRules[type].from
    // An obligation is itself a reason.
    return type !== 'answers' && !(type === 'serves' && kind === 'obligation') && (from === '*' || from.includes(kind))
  })
}

/** Kinds at which links of this name end; none for a name that is not known. */
export function endsOf(type: string): readonly string[] {
  return type in linkRules ? linkRules[type as LinkType].to : []
}
