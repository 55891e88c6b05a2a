import { stepBoxes, wayLines, type Drawn, type DrawingWords, type StepBox, type WayLine } from './drawing.ts'
import { layoutGraph, placedFrom, type Lay } from './drawing-layout.ts'
import { inRows, type Drawing } from './drawing-rows.ts'
import { shapesOf, type Shape, type Tone } from './drawing-shapes.ts'

export type LaidOut = { boxes: StepBox[]; lines: WayLine[]; drawing: Drawing }

/** The steps and ways of a routine with their places, in rows no wider than `width` pixels. */
export async function laidOut(body: Drawn, words: DrawingWords, lay: Lay, width: number): Promise<LaidOut> {
  const [boxes, lines] = [stepBoxes(body, words), wayLines(body)]
  const placed = placedFrom(await lay(layoutGraph(boxes, lines)), boxes)
  return { boxes, lines, drawing: inRows(placed, width) }
}

// The light theme (src/web/theme/tokens.css).
const colours: Record<Tone, string> = {
  agree: '#6A4C93', change: '#1F6FB2', recover: '#C2452D', operate: '#2A7F62', improve: '#96670B', ink: '#1B1F24', soft: '#5B6470', paper: '#FFFFFF', 'on kind': '#FFFFFF',
}

/** A drawing as a file of its own: SVG 1.1, the same bytes for the same routine, nothing loaded from elsewhere. */
export function svgOf(title: string, { boxes, lines, drawing }: LaidOut): string {
  const { width, height } = drawing
  const inWords = lines.map((line) => `${nameOf(boxes, line.from)} ${line.back ? '↩' : '→'} ${nameOf(boxes, line.to)}${line.label.length > 0 ? `: ${line.label.join(' ')}` : ''}`)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="Inter, system-ui, sans-serif">`,
    `<title>${escaped(title)}</title>`,
    `<desc>${escaped(inWords.join('; '))}</desc>`,
    `<rect width="100%" height="100%" fill="${colours.paper}"/>`,
    ...shapesOf(boxes, lines, drawing).map(marked),
    '</svg>\n',
  ].join('\n')
}

function nameOf(boxes: readonly StepBox[], at: number): string {
  return boxes[at]?.name.join(' ') ?? ''
}

function marked(shape: Shape): string {
  switch (shape.kind) {
    case 'line':
      return `<path d="${shape.d}" fill="none" stroke="${colours[shape.tone]}" stroke-width="${shape.width}"${shape.dashed ? ' stroke-dasharray="5 3"' : ''}/>`
    case 'area':
      return `<path d="${shape.d}" fill="${colours[shape.tone]}"${shape.edge ? ` stroke="${colours[shape.edge]}"` : ''}/>`
    case 'ring':
      return `<circle cx="${shape.x}" cy="${shape.y}" r="${shape.radius}" fill="${colours[shape.fill]}" stroke="${colours[shape.tone]}"/>`
    case 'text':
      return `<text x="${shape.x}" y="${shape.y}" font-size="${shape.size}"${shape.bold ? ' font-weight="600"' : ''}${shape.middle ? ' text-anchor="middle"' : ''} fill="${colours[shape.tone]}">${escaped(shape.text)}</text>`
  }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
