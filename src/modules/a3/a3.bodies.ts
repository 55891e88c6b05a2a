import { z } from 'zod'
import { day } from '../../shared/days.ts'
import type { SystemElement } from '../../shared/system.ts'
import { reaches } from '../roles/role.ts'
import { processes } from '../routines/routine-body.ts'
import { scopeEntry } from '../scope/scope.ts'

// Read leniently: one body written under an older schema must not take the whole page away.
const text = z.string().catch('')
const list = <T extends z.ZodType>(item: T) => z.array(z.unknown()).catch([]).transform((all) => all.flatMap((one) => read(item, one)))

function read<T extends z.ZodType>(schema: T, value: unknown): z.output<T>[] {
  const result = schema.safeParse(value)
  return result.success ? [result.data] : []
}

const scope = z.object({ sentence: text, entries: list(scopeEntry) })
const organisation = z.object({ name: text, purpose: text })
const service = z.object({ criticality: z.number().nullable().catch(null), stage: z.string().catch('live') })
const policy = z.object({ theme: text, statement: text, principles: list(z.object({ text: z.string() })) })
const role = z.object({ purpose: text, heldPer: z.enum(reaches).catch('organisation') })
const process = z.enum(processes).catch('operate')
const routine = z.object({ aim: text, steps: list(z.object({ id: text, name: z.string(), process })) })
const figure = z.number().nullable().catch(null)
const measure = z.object({ period: text, target: figure, direction: text, unit: text })
const review = z.object({ rrule: text, firstOn: day.nullable().catch(null), chair: text })

/** Readers of the bodies that the page shows; what is missing or odd reads as empty. */
export const bodyOf = {
  scope: (element: SystemElement | undefined) => scope.parse(element?.body ?? {}),
  organisation: (element: SystemElement | undefined) => organisation.parse(element?.body ?? {}),
  service: (element: SystemElement) => service.parse(element.body),
  policy: (element: SystemElement) => policy.parse(element.body),
  role: (element: SystemElement) => role.parse(element.body),
  routine: (element: SystemElement) => routine.parse(element.body),
  measure: (element: SystemElement) => measure.parse(element.body),
  review: (element: SystemElement) => review.parse(element.body),
}
