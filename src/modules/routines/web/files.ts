import type { ElementView } from '../../../shared/element.contract.ts'
import type { Body } from '../../../web/forms/form.ts'
import type { DrawingWords } from '../drawing.ts'
import { laidOut, svgOf } from '../drawing-svg.ts'
import { mermaidOf } from '../mermaid.ts'
import { routineFromWif, wifOf } from '../wif.ts'
import { whole } from './blanks.ts'
import { lay } from './diagram/elk.ts'
import { bodyOfYaml, yamlOf } from './yaml.ts'

export const fileFormats = ['svg', 'mermaid', 'usm', 'yaml'] as const
export type FileFormat = (typeof fileFormats)[number]

/** Wide enough for a page of A3, or a slide. */
const fileWidth = 1400

export type MadeFile = { name: string; content: string; type: string; /** What the format has no place for. */ left: string[] }

/** A routine as a file for other tools: a drawing, or a text that they read. */
export async function fileOf(view: ElementView, format: FileFormat, words: DrawingWords): Promise<MadeFile> {
  const body = whole(view.body)
  const name = `${view.key} ${view.title}`.replace(/[^\p{L}\p{N} ._-]+/gu, ' ').trim()
  switch (format) {
    case 'svg':
      return { name: `${name}.svg`, content: svgOf(view.title, await laidOut(body, words, lay, fileWidth)), type: 'image/svg+xml', left: [] }
    case 'mermaid':
      return { name: `${name}.mmd`, content: mermaidOf(view.title, body), type: 'text/plain;charset=utf-8', left: [] }
    case 'yaml':
      return { name: `${name}.yaml`, content: yamlOf(view.body), type: 'application/yaml', left: [] }
    case 'usm': {
      const { workflow, left } = wifOf({ key: view.key, title: view.title, version: view.version, createdAt: view.effectiveOn ?? '', createdBy: view.accountable?.title ?? '', body, roleName: words.roleOf })
      return { name: `${name}.workflow.json`, content: `${JSON.stringify(workflow, null, 2)}\n`, type: 'application/json', left }
    }
  }
}

export type ReadFile = { body: Body | null; left: string[]; faults: string[] }

/** A routine from a file: a workflow of the interchange format, or YAML as it is shown here or kept in a folder. */
export function bodyOfFile(text: string, roleOf: (name: string) => string | undefined): ReadFile {
  const json = parsedJson(text)
  if (json !== undefined) {
    const { body, left, faults } = routineFromWif(json, roleOf)
    return { body: body as Body | null, left, faults: faults.map((fault) => fault.message) }
  }
  const read = bodyOfYaml(text)
  const inner = read.body?.['body']
  if (typeof inner === 'object' && inner !== null) return bodyOfFile(yamlOf(inner as Body), roleOf)
  return { body: read.body, left: [], faults: read.faults.map((fault) => fault.message) }
}

function parsedJson(text: string): unknown {
  if (!text.trimStart().startsWith('{')) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
