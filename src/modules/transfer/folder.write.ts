import { stringify } from 'yaml'
import type { Kind } from '../../shared/kind.ts'
import type { System } from '../../shared/system.ts'
import { kindOf } from '../kinds.ts'
import { withoutDefaults } from './folder.defaults.ts'
import { schemaFiles } from './folder.schema.ts'
import { folderOf } from './folder.system.ts'
import type { Written, WrittenPerson } from './folder.system.ts'
import { folderFormat } from './folder.ts'
import type { Folder, FolderElement, FolderFile } from './folder.ts'

/** A system as files: the same system gives the same bytes. Holders are written for the people that are given, by e-mail address. */
export function writeFolder(system: Pick<System, 'asOf' | 'holders'> & { elements: readonly Written[] }, people: readonly WrittenPerson[] = []): FolderFile[] {
  return filesOf(folderOf(system, people))
}

/** The files of a folder in the order of their names' meaning: what it is, people, the elements by kind and key, the schemas. */
export function filesOf(folder: Folder): FolderFile[] {
  return [
    { name: 'sms.yaml', text: `${pointer('sms', '')}${yamlOf({ format: folderFormat })}` },
    ...listFile('people', folder.people.map(({ name, email, from, to }) => ({ name, ...given({ email, from, to }) }))),
    ...listFile('holders', folder.holders.map(({ role, person, element, deputy, from, to }) => ({ role, person, ...given({ element, deputy: deputy || null, from, to }) }))),
    ...folder.elements.flatMap(elementFiles),
    ...schemaFiles(),
  ]
}

function pointer(schema: string, up: string): string {
  return `# yaml-language-server: $schema=${up}schemas/${schema}.schema.json\n`
}

// Lines are never folded, so that a changed word changes one line; no anchors, so that every value can be read where it stands.
function yamlOf(value: unknown): string {
  return stringify(value, { lineWidth: 0, singleQuote: true, aliasDuplicateObjects: false })
}

function given(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))
}

function listFile(name: 'people' | 'holders', rows: readonly object[]): FolderFile[] {
  return rows.length === 0 ? [] : [{ name: `${name}.yaml`, text: `${pointer(name, '')}${yamlOf(rows)}` }]
}

function elementFiles(element: FolderElement): FolderFile[] {
  const kind = kindOf(element.kind)
  if (!kind) return []
  const name = `${kind.path}/${element.key}`
  const prose = proseOf(element, kind)
  const files = [{ name: `${name}.yaml`, text: `${pointer(kind.kind, '../')}${yamlOf(shown(element, kind, prose !== undefined))}` }]
  return prose === undefined ? files : [...files, { name: `${name}.md`, text: `${prose}\n` }]
}

/** The text that lies beside the file; one that Markdown with plain line ends cannot keep stays in the file. */
function proseOf({ body }: FolderElement, { prose }: Kind): string | undefined {
  const text = prose === undefined ? undefined : body[prose]
  return typeof text === 'string' && text !== '' && text === text.trim() && !text.includes('\r') ? text : undefined
}

function shown({ title, status, accountable, reviewEvery, effectiveOn, links, unknown, body }: FolderElement, kind: Kind, apart: boolean): Record<string, unknown> {
  const inside = Object.fromEntries(Object.entries(withoutDefaults(body, kind)).filter(([name]) => !apart || name !== kind.prose))
  return {
    title,
    ...(status === 'in force' ? {} : { status }),
    ...given({ accountable }),
    reviewEvery,
    ...given({ effectiveOn }),
    ...(links.length === 0 ? {} : { links: links.map(({ type, to, for: narrowed, extent, note }) => ({ [type]: to, ...given({ for: narrowed ?? null, extent: extent ?? null, note: note ?? null }) })) }),
    ...(unknown.length === 0 ? {} : { unknown: unknown.map(({ type, name, itself }) => ({ [type]: name, ...(itself ? { itself } : {}) })) }),
    ...(Object.keys(inside).length === 0 ? {} : { body: inside }),
  }
}
