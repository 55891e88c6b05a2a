import { z } from 'zod'
import { queryContract } from '../../shared/contract.ts'
import { day } from '../../shared/days.ts'

const ref = z.strictObject({ key: z.string(), kind: z.string(), title: z.string() })

/** Who stands behind a line: people who hold it now, deputies last. Empty: nobody yet, and `mend` says what to do, at which element. */
const line = z.strictObject({
  /** What they do here: "Register an incident". */
  does: z.string(),
  /** The role, unit or supplier; null: nothing answers to it yet. */
  by: ref.nullable(),
  people: z.array(z.strictObject({ name: z.string(), deputy: z.boolean() })),
  note: z.string(),
  mend: z.strictObject({ text: z.string(), element: z.string().nullable() }).nullable(),
})
export type SheetLine = z.infer<typeof line>

const hours = z.strictObject({
  calendar: ref.nullable(),
  /** "08:00–17:00, monday to friday"; empty: none are agreed. */
  text: z.string(),
  /** Whether they are open at the moment that was asked for; null: of a past day, or none are agreed. */
  open: z.boolean().nullable(),
  /** When that changes next, as an instant, within a fortnight. */
  until: z.string().nullable(),
})

const serviceSheet = z.strictObject({
  asOf: z.string(),
  organisation: z.string(),
  timeZone: z.string(),
  service: ref.extend({ status: z.string(), criticality: z.number().nullable(), stage: z.string(), description: z.string(), /** Where its users reach somebody; empty: nobody has said. */ contact: z.string() }),
  scope: z.strictObject({ state: z.enum(['in', 'partly', 'not yet', 'not stated']), reason: z.string(), byOn: z.string().nullable() }),
  hours,
  picksUp: z.array(line),
  decides: z.array(line),
  acts: z.array(line),
  promises: z.array(z.strictObject({ agreement: ref, texts: z.array(z.string()) })),
  /** Keys of agreements that are only drafted. */
  drafted: z.array(ref),
  needs: z.array(z.strictObject({ element: ref.nullable(), title: z.string() })),
  suppliers: z.array(z.strictObject({ element: ref, contract: z.string(), people: line.shape.people, mend: line.shape.mend })),
  rules: z.array(z.strictObject({ element: ref, first: z.string() })),
})
export type ServiceSheet = z.infer<typeof serviceSheet>

export const sheetQuery = queryContract({
  name: 'service.sheet',
  title: 'Show who picks up, who decides and who acts for a service',
  input: z.strictObject({ element: z.string().min(1).max(200), asOf: day.optional() }),
  output: serviceSheet,
})
