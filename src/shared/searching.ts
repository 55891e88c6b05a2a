/** Letters that Unicode does not take apart, as people type them who lack the key. */
const letters: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' }
const scripts = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}'
// Some signs of these scripts are neither letters nor numbers: radicals, circled ideographs.
const word = new RegExp(`(?=[\\p{L}\\p{N}])[${scripts}]|(?:(?![${scripts}])[\\p{L}\\p{N}])+`, 'gu')
const longest = 60

/** Letters without their marks, in lower case: Malmö is malmo. */
export function folded(text: string): string {
  // Most texts are plain, and taking letters apart is dear where thousands are imported.
  if (/^[\x20-\x7e]*$/.test(text)) return text.toLowerCase()
  return text.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase().replace(/[ßæœøłđðþı]/g, (letter) => letters[letter]!).toWellFormed()
}

/** The folded words of a text in its order. Chinese and Japanese have no gaps between words: each of their letters stands for itself. */
export function wordsIn(text: string): string[] {
  return (folded(text).match(word) ?? []).map((each) => each.slice(0, longest).replace(/\p{Cs}$/u, ''))
}

/** A key as it is compared: `svc 3`, `SVC-3` and `svc3` are one. */
export function squeezed(text: string): string {
  return wordsIn(text).join('')
}

/** How many wrong, missing, doubled or swapped letters a word of this length may have and still be found. */
export function toleranceOf(length: number): 0 | 1 | 2 {
  return length < 4 ? 0 : length < 6 ? 1 : 2
}

/** Words that may be mistyped: letters only, for a number with another digit is another number. */
export function mayBeMistyped(each: string): boolean {
  return each.length <= 40 && /^\p{L}{4,}$/u.test(each)
}

/** Letters at the beginning of a word by which its neighbours are looked for. */
const beginning = 7

/**
 * What a word and any word within its tolerance have in common: a number for each way to take letters out of its beginning. Two words with
 * no number in common are no neighbours; two with one are looked at with `editsBetween`.
 */
export function nearnessOf(each: string, tolerance: number = toleranceOf(each.length)): number[] {
  const start = each.slice(0, beginning)
  const found = new Set([numberOf(start)])
  let shortened = new Set([start])
  for (let taken = 0; taken < tolerance; taken++) {
    const shorter = new Set<string>()
    for (const one of shortened) for (let at = 0; at < one.length; at++) shorter.add(one.slice(0, at) + one.slice(at + 1))
    for (const one of shorter) found.add(numberOf(one))
    shortened = shorter
  }
  return [...found].sort((a, b) => a - b)
}

/** FNV-1a, as a signed number of 32 bits. */
function numberOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash | 0
}

/** Letters that must be changed, added, taken out or swapped with their neighbour to make one word of the other, and one word the beginning of the other. */
export function editsBetween(typed: string, meant: string): { whole: number; beginning: number } {
  let [before, last] = [[] as number[], Array.from({ length: meant.length + 1 }, (_, at) => at)]
  for (let i = 1; i <= typed.length; i++) {
    const row = [i]
    for (let j = 1; j <= meant.length; j++) {
      const same = typed[i - 1] === meant[j - 1]
      let edits = Math.min(last[j - 1]! + (same ? 0 : 1), last[j]! + 1, row[j - 1]! + 1)
      if (i > 1 && j > 1 && typed[i - 1] === meant[j - 2] && typed[i - 2] === meant[j - 1]) edits = Math.min(edits, before[j - 2]! + 1)
      row.push(edits)
    }
    ;[before, last] = [last, row]
  }
  return { whole: last[meant.length]!, beginning: Math.min(...last) }
}

/** Edits between a word as it was typed and one that may be meant, whole or still being typed; undefined when they are too far apart. */
export function likeness(typed: string, meant: string): number | undefined {
  const { whole, beginning: begun } = editsBetween(typed, meant)
  if (whole <= toleranceOf(Math.max(typed.length, meant.length))) return whole
  // Somebody who is still typing has made one mistake at most; a short beginning is near to everything.
  return typed.length >= 5 && begun <= 1 ? begun + 0.5 : undefined
}

/** Where `words` begin words of the text: pairs of from and to, in order. Words are folded, as the search answers them. */
export function marksIn(text: string, words: readonly string[]): [from: number, to: number][] {
  const marks: [number, number][] = []
  for (const found of text.matchAll(new RegExp(`(?=[\\p{L}\\p{N}])[${scripts}]|(?:(?![${scripts}])[\\p{L}\\p{N}\\p{M}])+`, 'gu'))) {
    const plain = wordsIn(found[0])[0] ?? ''
    const length = Math.max(0, ...words.filter((each) => plain.startsWith(each)).map((each) => each.length))
    if (length > 0) marks.push([found.index, found.index + lengthOf(found[0], length)])
  }
  return marks
}

/** Characters of the text as it is written whose folded form has that many. */
function lengthOf(text: string, plain: number): number {
  let [at, done] = [0, 0]
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (done >= plain) break
    done += folded(segment).length
    at += segment.length
  }
  return at
}

/** Where a key begins as it was typed: one pair of from and to, or none. */
export function markOfKey(key: string, typed: string): [from: number, to: number][] {
  const plain = squeezed(typed)
  if (plain === '' || !squeezed(key).startsWith(plain)) return []
  const to = Array.from(key, (_, at) => at).find((at) => squeezed(key.slice(0, at + 1)) === plain)
  return to === undefined ? [] : [[0, to + 1]]
}
