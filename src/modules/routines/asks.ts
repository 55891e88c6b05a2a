/** What an expression reads of a record that people can fill in, as the paths that a form knows: `service`, `assignee`, `outcome`, `fields.cause`. Each once, in order. */
export function asksOf(expression: string): string[] {
  const bare = expression.replaceAll(/'[^']*'|"[^"]*"/g, '')
  const read = [...bare.matchAll(/\b(record|fields)\.([A-Za-z]\w*)/g)].map(([, of, name]) => (of === 'fields' ? `fields.${name}` : String(name)))
  const quoted = [...expression.matchAll(/'([a-z]\w*)' in filled/g)].map(([, name]) => `fields.${name}`)
  return [...new Set([...read, ...quoted])].filter((path) => path.startsWith('fields.') || fillable.has(path))
}

const fillable = new Set(['title', 'priority', 'service', 'configurationItem', 'unit', 'location', 'supplier', 'requester', 'assignee', 'outcome'])
