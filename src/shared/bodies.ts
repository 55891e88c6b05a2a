import type { z } from 'zod'
import type { Kind } from './kind.ts'
import type { SystemElement } from './system.ts'

const read = new WeakMap<SystemElement, unknown>()

/** The body of an element as its kind types it; a field that an older schema left odd reads as empty, so that one body hides no other finding. */
export function bodyOf<Body>(kind: Kind<Body>, element: SystemElement): Body {
  const known = read.get(element)
  if (known !== undefined) return known as Body
  const parsed = kind.body.safeParse(element.body)
  const body = parsed.success ? parsed.data : fieldByField(kind, element.body)
  read.set(element, body)
  return body
}

function fieldByField<Body>(kind: Kind<Body>, body: Record<string, unknown>): Body {
  const fields = (kind.body as unknown as { shape: Record<string, z.ZodType> }).shape
  const entries = Object.entries(fields).map(([name, field]) => {
    const parsed = field.safeParse(body[name])
    return [name, parsed.success ? parsed.data : (kind.empty as Record<string, unknown>)[name]]
  })
  return Object.fromEntries(entries) as Body
}
