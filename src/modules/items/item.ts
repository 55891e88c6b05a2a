import { sortKey } from '../../shared/sorting.ts'
import { squeezed, wordsIn } from '../../shared/searching.ts'

export const itemStatuses = ['planned', 'in use', 'retired'] as const
export type ItemStatus = (typeof itemStatuses)[number]

/** How items relate; each is read from the first to the second. */
export const relationTypes = ['runs on', 'part of', 'uses', 'connected to'] as const
export type RelationType = (typeof relationTypes)[number]

/** What an item is called in lists and found by: folded words of its name, key, type and key elsewhere, each once. */
export function wordsOf({ name, key, type, externalId }: { name: string; key: string; type: string; externalId: string }): string {
  const words = [...wordsIn(name), squeezed(key), ...wordsIn(type), ...wordsIn(externalId), squeezed(externalId).slice(0, 60)].filter(Boolean)
  return [...new Set(words)].slice(0, 200).join(' ')
}

/** What lists sort names by. */
export function nameKey(name: string): string {
  return sortKey(name)
}

/** Wilson's interval for k of n at 95 %, as shares; null where nothing was looked at. Wilson 1927, doi:10.1080/01621459.1927.10502953 */
export function wilson(k: number, n: number): { from: number; to: number } | null {
  if (n === 0) return null
  const z = 1.959963984540054
  const share = k / n
  const middle = (share + z ** 2 / (2 * n)) / (1 + z ** 2 / n)
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2))
  return { from: k === 0 ? 0 : Math.max(0, middle - half), to: k === n ? 1 : Math.min(1, middle + half) }
}

export const findings = ['as recorded', 'differs', 'missing'] as const
export type Finding = (typeof findings)[number]

/** What a sample showed so far: how many were looked at, how many were right, and the share with its interval. */
export function resultOf(found: readonly (Finding | '')[]): { size: number; looked: number; right: number; share: number | null; interval: { from: number; to: number } | null } {
  const looked = found.filter((each) => each !== '').length
  const right = found.filter((each) => each === 'as recorded').length
  return { size: found.length, looked, right, share: looked === 0 ? null : right / looked, interval: wilson(right, looked) }
}
