import { differencesBetween } from '../shared/difference.ts'
import type { Difference } from '../shared/difference.ts'
import type { Kind } from '../shared/kind.ts'
import type { Tx } from './database.ts'
import { findReferences } from './element.find.ts'
import type { VersionContent } from './element.ts'

/** How each of some versions, newest first, differs from the one before it, in words; nothing for the first. */
export async function changesOf(tx: Tx, kind: Kind, versions: readonly VersionContent[]): Promise<Difference[][]> {
  const refs = await findReferences(tx, [...new Set(versions.flatMap((content) => namedIn(kind, content)))])
  return versions.map((content, at) => {
    const before = versions[at + 1]
    return before ? differencesBetween(kind, before, content, (reference) => refs.get(reference)?.title) : []
  })
}

/** Everything that a content names: its role, the ends of its links, the addresses in its body. */
function namedIn(kind: Kind, { accountable, links, body }: VersionContent): string[] {
  const addresses = (kind.addresses?.(body) ?? []).map((address) => address.to)
  return [...(accountable ? [accountable] : []), ...links.flatMap((link) => [link.to, ...(link.for ? [link.for] : [])]), ...addresses]
}
