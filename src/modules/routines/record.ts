/** The instants that a record carries, in the order in which they usually fall (model, part 2). */
export const recordInstants = ['occurred', 'detected', 'assessed', 'declared', 'opened', 'responded', 'restored', 'resolved', 'closed'] as const
export type RecordInstant = (typeof recordInstants)[number]

/** What an expression may ask of a record besides its fields: `record.priority`, `record.openedAt` … with CEL types. */
export const recordProperties: Record<string, string> = {
  title: 'string',
  state: 'string',
  outcome: 'string',
  priority: 'string',
  service: 'string',
  configurationItem: 'string',
  unit: 'string',
  location: 'string',
  supplier: 'string',
  requester: 'string',
  assignee: 'string',
  source: 'string',
  ...Object.fromEntries(recordInstants.map((name) => [`${name}At`, 'google.protobuf.Timestamp'])),
}
