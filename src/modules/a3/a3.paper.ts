import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { startOfDay } from '../../shared/days.ts'
import type { A3Page } from './a3.contract.ts'
import { drawingOf, type Stamp } from './a3.drawing.ts'

const fonts = [
  '@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf',
  '@expo-google-fonts/inter/500Medium/Inter_500Medium.ttf',
  '@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf',
  '@expo-google-fonts/source-serif-4/700Bold/SourceSerif4_700Bold.ttf',
]
const template = fileURLToPath(new URL('../../../content/reports/a3.typ', import.meta.url))
/** Results of this many printings stay memoised; more would only take memory. */
const kept = 2

let loading: Promise<{ compiler: NodeCompiler; source: string }> | undefined

// Typst takes tens of megabytes: nobody who does not print pays for it.
async function load() {
  const { NodeCompiler } = await import('@myriaddreamin/typst-ts-node-compiler')
  const require = createRequire(import.meta.url)
  const fontBlobs = await Promise.all(fonts.map((font) => readFile(require.resolve(font))))
  const compiler = NodeCompiler.create({ workspace: dirname(template), fontArgs: [{ fontBlobs }] })
  return { compiler, source: await readFile(join(template), 'utf8') }
}

/**
 * The A3 as a vector PDF: one landscape sheet of 420 × 297 mm, whatever the page holds. The same page and instant give the same bytes.
 * `at` is the edition's instant, without one the beginning of the page's day; `stamp` is what an edition prints of itself.
 */
export async function a3Pdf(page: A3Page, at: Date = startOfDay(page.asOf, page.organisation.timeZone), stamp?: Stamp): Promise<Uint8Array> {
  loading ??= load()
  const { compiler, source } = await loading
  const outcome = compiler.compile({ mainFileContent: source, inputs: { page: JSON.stringify(drawingOf(page, stamp)) } })
  const sheet = outcome.result
  if (!sheet) throw new Error(`The A3 could not be drawn: ${JSON.stringify(outcome.takeDiagnostics()?.shortDiagnostics)}`)
  const pdf = compiler.pdf(sheet, { creationTimestamp: Math.floor(at.getTime() / 1000) })
  compiler.evictCache(kept)
  return new Uint8Array(pdf)
}
