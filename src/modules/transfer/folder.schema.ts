import { z } from 'zod'
import { cadence, day } from '../../shared/days.ts'
import { named } from '../../shared/fields.ts'
import { elementStatus } from '../../shared/kind.ts'
import type { Kind } from '../../shared/kind.ts'
import { linkRules, linkTypes } from '../../shared/links.ts'
import { kinds } from '../kinds.ts'
import { folderFormat } from './folder.ts'
import type { FolderFile } from './folder.ts'

const key = z.string().regex(/^[A-Z]{2,5}-[1-9]\d{0,8}$/, 'Give a key such as ROL-2.')
const title = named('Give a title.', 200, 'Keep the title within 200 characters.')

/** What narrows or explains a link. */
export const linkDetails = { for: key.optional(), extent: z.enum(['full', 'partial']).optional(), note: z.string().max(2000, 'Keep the note within 2000 characters.').optional() }

const unknownName = z.record(z.string(), z.union([z.string().min(1).max(500), z.literal(true)])).describe('A kind of link and a name that an import brought and nothing answers to; with "itself: true" it is the element\'s own name')

/** The envelope of an element's file; links and body are looked at apart, so that each fault has its line. */
export const envelope = z.strictObject({
  title,
  status: elementStatus.default('in force').describe('Left out: in force'),
  accountable: key.nullable().default(null).describe('Key of the role that answers for it'),
  reviewEvery: cadence.nullable().optional().describe('How often it is looked at; left out: as its kind suggests; null: no cadence is agreed'),
  effectiveOn: day.nullable().default(null).describe('A day to come from which it holds; left out: at once'),
  links: z.array(z.unknown()).max(2000, 'Keep it to 2000 links.').nullish(),
  unknown: z.array(z.unknown()).max(2000, 'Keep it to 2000 names.').nullish(),
  body: z.record(z.string(), z.unknown()).nullish(),
})

/** sms.yaml: that this is the folder of a system, and in which form. */
export const manifest = z.object({ format: z.string(), title: z.string().max(200).optional(), description: z.string().max(4000).optional() })

export const folderPerson = z.strictObject({
  name: named('Give a name.', 200, 'Keep the name within 200 characters.'),
  email: z.email('Give an e-mail address such as ada@example.org.').max(320).optional(),
  from: day.optional().describe('First day'), to: day.optional().describe('Last day'),
})

export const folderHolder = z.strictObject({
  role: key, person: z.string().trim().min(1, 'Name the person by e-mail address.').max(320).describe('E-mail address; of somebody without one, the name'),
  element: key.optional().describe('The element that it is held for; left out: the whole organisation'),
  deputy: z.boolean().default(false), from: day.optional().describe('First day; left out: the day on which it is read'), to: day.optional().describe('Last day'),
})

function fileSchema(kind: Kind): z.ZodType {
  const types = linkTypes.filter((type) => linkRules[type].from === '*' || (linkRules[type].from as readonly string[]).includes(kind.kind))
  const [one, ...others] = types.map((type) => z.strictObject({ [type]: key.describe(linkRules[type].forward), ...linkDetails }))
  const link = one ? z.union([one, ...others]) : z.never()
  return envelope.extend({ links: z.array(link).optional(), unknown: z.array(unknownName).optional(), body: kind.body.optional() }).describe(`${kind.noun}: one file of ${kind.path}/`)
}

let written: FolderFile[] | undefined

/** JSON Schemas (2020-12) by which editors know the files of a folder. */
export function schemaFiles(): FolderFile[] {
  const text = (name: string, schema: z.ZodType): FolderFile => ({ name: `schemas/${name}.schema.json`, text: `${JSON.stringify(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), null, 2)}\n` })
  written ??= [...kinds.map((kind) => text(kind.kind, fileSchema(kind))), text('people', z.array(folderPerson)), text('holders', z.array(folderHolder)), text('sms', manifest.extend({ format: z.literal(folderFormat) }))]
  return written
}
