/**
 * The one text of a value by RFC 8785: names sorted by UTF-16 code units, no white space, shortest numbers.
 * Throws TypeError naming the path for what JSON cannot hold: undefined, NaN, Infinity, a bigint, a function, a lone surrogate, a cycle, a Map.
 */
export function canonicalJson(value: unknown): string {
  return textOf(value, [])
}

function textOf(value: unknown, path: (string | number | object)[]): string {
  switch (typeof value) {
    case 'string':
      return quoted(value, path)
    case 'number':
      // RFC 8785, 3.2.2.3: ECMAScript's own number text, which writes -0 as 0.
      return Number.isFinite(value) ? `${value}` : refuse(path, `${value} is not a JSON number`)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      return value === null ? 'null' : textOfObject(value, path)
    default:
      return refuse(path, `${typeof value} cannot be written as JSON; leave the field out or give null`)
  }
}

// The path holds each container and then the name or index in it, so one stack serves both cycles and messages.
function textOfObject(value: object, path: (string | number | object)[]): string {
  if (path.includes(value)) return refuse(path, 'the value contains itself')
  path.push(value)
  let text: string
  if (Array.isArray(value)) text = textOfArray(value, path)
  else if ('toJSON' in value && typeof value.toJSON === 'function') text = textOf(value.toJSON(), path)
  else if (isPlain(value)) text = textOfFields(value as Record<string, unknown>, path)
  else text = refuse(path, `a ${value.constructor.name} cannot be written as JSON; give a plain object or a list`)
  path.pop()
  return text
}

function textOfArray(list: readonly unknown[], path: (string | number | object)[]): string {
  let text = '['
  for (let i = 0; i < list.length; i++) {
    path.push(i)
    text += i ? `,${textOf(list[i], path)}` : textOf(list[i], path)
    path.pop()
  }
  return `${text}]`
}

function textOfFields(fields: Record<string, unknown>, path: (string | number | object)[]): string {
  let text = ''
  for (const name of Object.keys(fields).sort()) {
    path.push(name)
    text += `${text ? ',' : ''}${quoted(name, path)}:${textOf(fields[name], path)}`
    path.pop()
  }
  return `{${text}}`
}

function quoted(text: string, path: (string | number | object)[]): string {
  if (!text.isWellFormed()) return refuse(path, 'the text has half of a surrogate pair; it is not Unicode')
  return JSON.stringify(text)
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function refuse(path: (string | number | object)[], reason: string): never {
  const where = path.filter((step) => typeof step !== 'object').join('.')
  throw new TypeError(`No canonical JSON${where ? ` at "${where}"` : ''}: ${reason}.`)
}
