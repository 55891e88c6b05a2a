import { z } from 'zod'
import { actionContract, queryContract } from '../../shared/contract.ts'
import { line, text, word } from '../../shared/fields.ts'
import { reference } from '../../shared/ids.ts'
import { findings, itemStatuses, relationTypes } from './item.ts'

const revision = z.number().int().min(1).max(2_147_483_647)
const reason = z.string().trim().max(2000).default('')
const record = line('Key of the change that it belongs to', 40)
const attributes = z.record(word('Name', 60), z.string().max(1000)).refine((all) => Object.keys(all).length <= 100, 'Keep it to 100 attributes.')
const references = z.array(reference).max(100)
const receipt = z.object({ id: z.string(), key: z.string(), revision: z.number() })
const element = z.object({ id: z.string(), key: z.string(), kind: z.string(), title: z.string() })

const plain = {
  type: line('Type', 60), status: z.enum(itemStatuses).default('in use'), services: references.default([]), owner: reference.nullable().default(null), location: reference.nullable().default(null),
  supplier: reference.nullable().default(null), attributes: attributes.default({}), note: text('Note'),
}

export const addItem = actionContract({ name: 'item.add', title: 'Add a configuration item', input: z.strictObject({ name: word('Name'), ...plain, record, reason }), output: receipt })

export const changeItem = actionContract({
  name: 'item.change', title: 'Change a configuration item',
  input: z.strictObject({
    item: reference, revision, name: word('Name').optional(), type: plain.type.unwrap().optional(), status: z.enum(itemStatuses).optional(), services: references.optional(), owner: reference.nullable().optional(),
    location: reference.nullable().optional(), supplier: reference.nullable().optional(), attributes: attributes.optional(), note: plain.note.unwrap().optional(), record, reason,
  }),
  output: receipt,
})

export const retireItem = actionContract({ name: 'item.retire', title: 'Retire a configuration item', input: z.strictObject({ item: reference, revision, record, reason: z.string().trim().min(1, 'Say why.').max(2000) }), output: receipt })

const pair = { from: reference, type: z.enum(relationTypes), to: reference, record, reason }
export const relateItem = actionContract({ name: 'item.relate', title: 'Relate two configuration items', input: z.strictObject(pair), output: z.object({ id: z.string() }) })
export const unrelateItem = actionContract({ name: 'item.unrelate', title: 'End a relation', input: z.strictObject(pair), output: z.object({ id: z.string() }) })

const itemView = z.object({
  id: z.string(), key: z.string(), name: z.string(), type: z.string(), status: z.enum(itemStatuses), services: z.array(element), owner: element.nullable(), location: element.nullable(), supplier: element.nullable(),
  changedAt: z.string(), revision: z.number(),
})
export type ItemView = z.infer<typeof itemView>

export const listItems = queryContract({
  name: 'item.list', title: 'Configuration items',
  input: z.object({
    /** Words of the name, key, type or key elsewhere, each from its beginning. Found ones are in the order of names. */
    text: z.string().max(200).optional(), type: z.string().max(60).optional(), status: z.enum([...itemStatuses, 'any']).optional(), service: reference.optional(),
    sort: z.enum(['name', 'key', 'changed']).default('name'), direction: z.enum(['asc', 'desc']).default('asc'), after: z.string().max(1000).optional(), limit: z.coerce.number().int().min(1).max(500).default(50),
  }),
  output: z.object({ rows: z.array(itemView), next: z.string().nullable(), abilities: z.array(z.string()) }),
})

const relationView = z.object({ type: z.enum(relationTypes), direction: z.enum(['out', 'in']), item: z.object({ id: z.string(), key: z.string(), name: z.string(), status: z.enum(itemStatuses) }) })

export const getItem = queryContract({
  name: 'item.get', title: 'A configuration item',
  input: z.object({ item: reference }),
  output: itemView.extend({
    attributes: z.record(z.string(), z.string()), note: z.string(), source: z.string(), externalId: z.string(), relations: z.array(relationView),
    history: z.array(z.object({ at: z.string(), actor: z.string(), verb: z.string(), reason: z.string(), record: z.string(), changes: z.array(z.object({ field: z.string(), before: z.string(), after: z.string() })) })),
    /** When somebody last looked whether it is as recorded. */
    verified: z.object({ sample: z.string(), finding: z.enum(findings), note: z.string(), at: z.string(), by: z.string() }).nullable(), abilities: z.array(z.string()),
  }),
})
export type ItemPage = z.infer<typeof getItem.output>

export const itemImpact = queryContract({
  name: 'item.impact', title: 'What stands on an item or a service',
  input: z.object({ of: reference }),
  output: z.object({
    of: z.object({ key: z.string(), kind: z.string(), title: z.string() }),
    /** Items that stand on it, the nearest first; at most 500 are named. */
    items: z.array(z.object({ id: z.string(), key: z.string(), name: z.string(), type: z.string(), status: z.enum(itemStatuses), on: z.string(), how: z.string(), depth: z.number() })), itemsInAll: z.number(),
    connected: z.array(z.object({ key: z.string(), name: z.string() })),
    services: z.array(z.object({
      element, criticality: z.number().nullable(), on: z.string(), how: z.string(), depth: z.number(), agreements: z.array(element), units: z.array(element), suppliers: z.array(element),
      role: element.nullable(), people: z.array(z.object({ name: z.string(), deputy: z.boolean() })),
    })),
  }),
})
export type ImpactView = z.infer<typeof itemImpact.output>

export const drawSample = actionContract({
  name: 'item.sample', title: 'Draw a sample of configuration items',
  input: z.strictObject({
    size: z.number().int('Give a whole number.').min(1, 'Draw at least one.').max(500, 'Draw at most 500.'),
    /** The same seed over the same items gives the same sample. */
    seed: z.string().trim().min(1, 'Give a seed, e.g. 2026-Q1.').max(100), service: reference.nullable().default(null), type: line('Type', 60),
  }),
  output: z.object({ id: z.string(), key: z.string(), size: z.number(), population: z.number() }),
})

export const verifyItem = actionContract({
  name: 'item.verify', title: 'Say what was found of an item',
  input: z.strictObject({ sample: reference, item: reference, finding: z.enum(findings), note: text('What differs', 2000), record }),
  output: z.object({ id: z.string(), revision: z.number() }),
})

const result = z.object({ size: z.number(), looked: z.number(), right: z.number(), share: z.number().nullable(), interval: z.object({ from: z.number(), to: z.number() }).nullable() })
const sampleView = z.object({ id: z.string(), key: z.string(), seed: z.string(), population: z.number(), service: element.nullable(), type: z.string(), drawnAt: z.string(), drawnBy: z.string(), result })
export type SampleView = z.infer<typeof sampleView>

export const listSamples = queryContract({
  name: 'item.samples', title: 'Verification samples', input: z.object({ after: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  output: z.object({ rows: z.array(sampleView), next: z.string().nullable(), abilities: z.array(z.string()) }),
})

export const getSample = queryContract({
  name: 'item.drawn', title: 'A verification sample', input: z.object({ sample: reference }),
  output: sampleView.extend({
    rows: z.array(z.object({ item: z.object({ id: z.string(), key: z.string(), name: z.string(), type: z.string() }), finding: z.enum(['', ...findings]), note: z.string(), record: z.string(), foundAt: z.string().nullable(), foundBy: z.string() })),
    abilities: z.array(z.string()),
  }),
})
export type SamplePage = z.infer<typeof getSample.output>
