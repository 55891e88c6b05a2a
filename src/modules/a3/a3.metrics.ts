// Advance widths of Inter in thousandths of an em for the characters 32 to 126, read from the bundled font files.
const regular = [
  281, 288, 466, 633, 642, 982, 644, 300, 365, 365, 501, 662, 288, 460, 288, 360, 631, 407, 610, 618, 646, 593, 620, 566, 619, 620, 288, 302, 662, 662, 662, 511, 966, 690, 654, 730, 722, 601, 590,
  746, 743, 269, 571, 672, 565, 903, 753, 765, 639, 765, 644, 642, 646, 744, 690, 985, 682, 679, 629, 365, 360, 365, 471, 456, 323, 562, 612, 571, 612, 583, 370, 613, 591, 242, 242, 549, 242, 876,
  591, 600, 612, 612, 376, 528, 327, 591, 562, 818, 546, 562, 552, 426, 333, 426, 662,
]
const semibold = [
  252, 321, 523, 644, 650, 1004, 663, 326, 373, 373, 540, 673, 319, 465, 319, 379, 660, 423, 623, 636, 666, 612, 640, 576, 640, 640, 319, 329, 673, 673, 673, 543, 999, 728, 659, 737, 722, 605, 588,
  749, 746, 277, 580, 703, 565, 922, 759, 769, 645, 773, 652, 650, 660, 736, 728, 1020, 720, 713, 652, 373, 379, 373, 481, 469, 351, 574, 624, 583, 624, 591, 389, 625, 612, 262, 262, 569, 262, 900,
  612, 609, 624, 624, 397, 549, 353, 612, 587, 839, 569, 588, 566, 455, 359, 455, 673,
]
const wide = 1010
const other = 700
/** What hinting and kerning may add over the sum of advances. */
const margin = 1.015

export type Weight = 'regular' | 'semibold'

/** Width in px that text takes in Inter at a size in px; tabular figures are counted as wide as any. Never too small. */
export function textWidth(text: string, size: number, weight: Weight = 'regular'): number {
  const table = weight === 'regular' ? regular : semibold
  let sum = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (code >= 48 && code <= 57) sum += 666
    else sum += table[code - 32] ?? (code > 0x2e80 ? wide : code === 0x2026 || code === 0x2192 ? 960 : other)
  }
  return (sum / 1000) * size * margin
}

/** Words of a text as a browser and Typst would break them; a word wider than the line is broken where it must. */
export function wrap(text: string, width: number, size: number, weight: Weight = 'regular'): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.trim().split(/\s+/).flatMap((one) => pieces(one, width, size, weight))) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line === '' || textWidth(longer, size, weight) <= width) line = longer
    else {
      lines.push(line)
      line = word
    }
  }
  return line === '' ? lines : [...lines, line]
}

function pieces(word: string, width: number, size: number, weight: Weight): string[] {
  if (textWidth(word, size, weight) <= width) return [word]
  const parts: string[] = []
  let part = ''
  for (const character of word) {
    if (part !== '' && textWidth(part + character, size, weight) > width) {
      parts.push(part)
      part = ''
    }
    part += character
  }
  return part === '' ? parts : [...parts, part]
}

/** The text cut to a number of lines, the last one ending in "…" where something is left out. */
export function fitted(text: string, width: number, size: number, most = 1, weight: Weight = 'regular'): string {
  const lines = wrap(text, width, size, weight)
  if (lines.length <= most) return lines.join(' ')
  const rest = lines.slice(most - 1).join(' ')
  let cut = [...rest]
  while (cut.length > 0 && textWidth(`${cut.join('')}…`, size, weight) > width) cut.pop()
  const word = cut.lastIndexOf(' ')
  if (rest[cut.length] !== ' ' && word > cut.length / 2) cut = cut.slice(0, word)
  return [...lines.slice(0, most - 1), `${cut.join('').replace(/[\s,;:·]+$/, '')}…`].join(' ')
}
