// Advance widths of Inter Regular, hundredths of the type size, from the space to the tilde.
const advances = [
  28, 29, 47, 63, 64, 98, 64, 30, 36, 36, 50, 66, 29, 46, 29, 36, 63, 41, 61, 62, 65, 59, 62, 57, 62, 62, 29, 30, 66, 66, 66, 51, 97, 69, 65, 73, 72, 60, 59, 75, 74, 27, 57, 67, 57, 90, 75, 76, 64, 76, 64, 64, 65, 74, 69, 99, 68,
  68, 63, 36, 36, 36, 47, 46, 32, 56, 61, 57, 61, 58, 37, 61, 59, 24, 24, 55, 24, 88, 59, 60, 61, 61, 38, 53, 33, 59, 56, 82, 55, 56, 55, 43, 33, 43, 66,
]
const bolder = 1.06
/** Letters outside ASCII: the Latin ones are about as wide as an e with an accent, the others as wide as they are high. */
const accented = 64
const square = 100

/** How wide a text stands, in the unit of `size`; an estimate that is never much too small. */
export function widthOf(text: string, size: number, bold = false): number {
  let sum = 0
  for (const sign of text.normalize('NFC')) {
    const code = sign.codePointAt(0) ?? 0
    sum += advances[code - 32] ?? (code < 0x500 ? accented : square)
  }
  return (sum / 100) * size * (bold ? bolder : 1)
}

/** A text in lines no wider than `width`, at most `most` of them; what does not fit ends in an ellipsis. */
export function brokenLines(text: string, width: number, size: number, most: number, bold = false): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const line = lines.at(-1)
    const longer = line === undefined ? word : `${line} ${word}`
    if (line === undefined || widthOf(longer, size, bold) > width) lines.push(word)
    else lines[lines.length - 1] = longer
  }
  const kept = lines.slice(0, most)
  const last = kept.at(-1)
  if (lines.length > most && last !== undefined) kept[kept.length - 1] = `${last}…`
  return kept.map((line) => shortenedTo(line, width, size, bold))
}

function shortenedTo(line: string, width: number, size: number, bold: boolean): string {
  if (widthOf(line, size, bold) <= width) return line
  const signs = [...line.replace(/…$/, '')]
  while (signs.length > 1 && widthOf(`${signs.join('')}…`, size, bold) > width) signs.pop()
  return `${signs.join('').trimEnd()}…`
}
