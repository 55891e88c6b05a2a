import { z } from 'zod'

const somebody = z.strictObject({ person: z.string(), from: z.number().int().optional(), until: z.number().int().optional() })
export type Somebody = z.infer<typeof somebody>
const people = z.array(somebody).min(1)

/** Title, category, who is hit, how badly, what restored it, cause. */
const incident = z.tuple([z.string(), z.string(), z.enum(['all', 'site', 'one']), z.enum(['stopped', 'hindered', 'round']), z.string(), z.string()])
/** Title, category, risk, plan, way back, tested how, what happened. */
const change = z.tuple([z.string(), z.enum(['Normal', 'Emergency']), z.enum(['Low', 'Medium', 'High']), z.string(), z.string(), z.string(), z.string()])
const request = z.strictObject({ item: z.string(), service: z.string(), title: z.string(), details: z.string(), done: z.string() })

export const catalogue = z.strictObject({
  places: z.array(z.string()).min(1), desk: people, askers: people, approvers: people,
  services: z.record(z.string(), z.strictObject({ owner: people, hands: people, incidents: z.array(incident), changes: z.array(change) })),
  standard: z.record(z.string(), z.array(z.string())), requests: z.array(request),
})
export type Catalogue = z.infer<typeof catalogue>
export type DrawnIncident = z.infer<typeof incident>
export type DrawnChange = z.infer<typeof change>
export type DrawnRequest = z.infer<typeof request>

export const hits = { all: 'Everyone, or a critical service', site: 'One site or team', one: 'One person' } as const
export const hows = { stopped: 'Work has stopped', hindered: 'Work is hindered', round: 'There is a way round' } as const
