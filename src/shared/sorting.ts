/**
 * What people's lists are ordered by, stored beside the title because the database sorts bytes (collation C): letters without
 * their marks, lower case, and numbers by value. Intl.Collator compares but gives no key, hence our own.
 */
export function sortKey(text: string): string {
  const folded = text.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase().replace(/ß/g, 'ss').replace(/æ/g, 'ae').replace(/ø/g, 'o')
  return folded.replace(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, '').padStart(12, '0')).slice(0, 300).toWellFormed()
}
