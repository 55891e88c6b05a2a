/**
 * What people's lists are ordered by, stored beside the title because the database sorts bytes (collation C): letters without
 * their marks, lower case, and numbers by value. Intl.Collator compares but gives no key, hence our own.
 */
export function sortKey(text: string): string {
  // What has no marks to take off is lower case in one step.
  const folded = /^[\x20-\x7e]*$/.test(text) ? text.toLowerCase() : text.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase().replace(/ß/g, 'ss').replace(/æ/g, 'ae').replace(/ø/g, 'o')
  return folded.replace(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, '').padStart(12, '0')).slice(0, 300).toWellFormed()
}

/** SVC-2 before SVC-10; the prefix first. */
export function byKey(a: { key: string }, b: { key: string }): number {
  const [prefixA, numberA] = keyParts(a.key)
  const [prefixB, numberB] = keyParts(b.key)
  if (prefixA !== prefixB) return prefixA < prefixB ? -1 : 1
  return numberA - numberB || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
}

function keyParts(key: string): [string, number] {
  const match = /^(.*?)-?(\d+)$/.exec(key)
  return match ? [match[1]!, Number(match[2])] : [key, 0]
}
