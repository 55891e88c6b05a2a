/** The type by which PostgreSQL is told of a value where the value says it; 0 leaves it to the statement. */
export function typeOf(value: unknown): number {
  if (value === null || typeof value !== 'object') return typeof value === 'boolean' ? 16 : typeof value === 'bigint' ? 20 : 0
  return value instanceof Date ? 1184 : value instanceof Uint8Array ? 17 : 0
}

/** A value as PostgreSQL reads it. Throws TypeError on undefined. */
export function textOf(value: unknown): string | null {
  switch (typeof value) {
    case 'string':
      return value
    case 'boolean':
      return value ? 't' : 'f'
    case 'undefined':
      throw new TypeError('A statement was given an undefined value; give null.')
    case 'object':
      return value === null ? null : textOfObject(value)
    default:
      return String(value)
  }
}

function textOfObject(value: object): string {
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`
  if (Array.isArray(value)) return textOfArray(value)
  return JSON.stringify(value)
}

function textOfArray(list: readonly unknown[]): string {
  const members = list.map((each) => {
    if (Array.isArray(each)) return textOfArray(each)
    const text = textOf(each)
    return text === null ? 'null' : `"${text.replace(/[\\"]/g, '\\$&')}"`
  })
  return `{${members.join(',')}}`
}

const fields: Record<string, string | undefined> = {
  S: 'severity_local', V: 'severity', C: 'code', D: 'detail', H: 'hint', P: 'position', W: 'where', s: 'schema_name', t: 'table_name', c: 'column_name', d: 'type_name', n: 'constraint_name',
  F: 'file', L: 'line', R: 'routine',
}

/** What an ErrorResponse says, as an error with the names that the driver gives. */
export function failureOf(bytes: Buffer, from: number, to: number): Error & { code?: string } {
  const said: Record<string, string> = {}
  let message = ''
  for (const part of bytes.toString('utf8', from, to).split('\0')) {
    const name = fields[part.charAt(0)]
    if (part.startsWith('M')) message = part.slice(1)
    else if (name) said[name] = part.slice(1)
  }
  const error = new Error(message)
  error.name = 'PostgresError'
  return Object.assign(error, said)
}
