import type { MessageDescriptor } from '@lingui/core'
import type { ComponentType } from 'react'
import type { ElementView } from '../../shared/element.contract.ts'

export type Body = Record<string, unknown>

type Common = {
  /** Name within its body or item; dots reach into nested objects. */
  name: string
  label: MessageDescriptor
  help?: MessageDescriptor
  /** In one line with others it needs no label: its words speak for themselves. */
  plain?: boolean
  /** Rarely needed: folded away until it is asked for, filled in or wrong. */
  more?: boolean
  /** Shown only while this holds; `holder` is the body or the item that the field is in. */
  when?: (holder: Body, body: Body) => boolean
}

/** What turns messages, ids and keys into words while an item is told. */
export type Telling = { say: (message: MessageDescriptor) => string; titleOf: (reference: string) => string | undefined; body: Body }

type Say = (item: Body, telling: Telling) => string

export type ChoiceOf = { value: string; label: MessageDescriptor }

/** One field of a body, as it is edited and shown. A new kind is described by a list of these. */
export type FormField = Common &
  (
    | { type: 'text'; placeholder?: MessageDescriptor; short?: boolean }
    | { type: 'multiline' }
    | { type: 'choice'; choices: readonly ChoiceOf[]; clearable?: boolean }
    | { type: 'number'; min?: number; max?: number; step?: number | 'any'; unit?: string }
    | { type: 'day' }
    | { type: 'time' }
    | { type: 'span' }
    | { type: 'zone' }
    | { type: 'flag' }
    | { type: 'weekdays' }
    /** A list of one-line texts. */
    | { type: 'lines'; add?: MessageDescriptor }
    /** A list whose entries are chosen from a closed set. */
    | { type: 'several'; choices: readonly ChoiceOf[] }
    /** A list of objects. `say` puts an item in one sentence, where its fields need not stand apart; `fold` shows each as one line that opens. */
    | { type: 'items'; fields: readonly FormField[]; blank: (body: Body) => Body; add: MessageDescriptor; row?: boolean; fold?: boolean; say?: Say }
    /** An object that may be absent (null). */
    | { type: 'maybe'; fields: readonly FormField[]; blank: () => Body; add: MessageDescriptor; say?: Say }
    /** An element that the body addresses, kept by its id or its key. */
    | { type: 'element'; kinds: readonly string[]; as: 'id' | 'key'; empty?: null | '' }
    /** A list of elements that the body addresses. */
    | { type: 'elements'; kinds: readonly string[]; as: 'id' | 'key' }
    /** One of the items of another list of the same body, by the field that names it. */
    | { type: 'of'; list: string; by: string; title: string; empty?: null | ''; extra?: readonly ChoiceOf[] }
    | { type: 'manyOf'; list: string; by: string; title: string; extra?: readonly ChoiceOf[] }
    | { type: 'custom'; Edit: ComponentType<CustomProps>; say: (value: unknown) => string | string[] }
  )

/** What the control of a field is given. */
export type EditProps<Field extends FormField = FormField> = {
  field: Field
  value: unknown
  onChange: (value: unknown) => void
  body: Body
  path: string
  faultOf: FaultOf
  /** Draws the fields of an item inside this one. */
  Fields: ComponentType<FieldsProps>
}

export type FieldsProps = {
  fields: readonly FormField[]
  /** The whole body, which some fields look at. */
  body: Body
  /** The body itself, or the item inside it that these fields are of. */
  holder: Body
  onChange: (holder: Body) => void
  /** Where the holder is, such as `body` or `body.principles.2`. */
  path: string
  faultOf: FaultOf
  row?: boolean | undefined
}

export type CustomProps = { label: string; value: unknown; onChange: (value: unknown) => void; body: Body; path: string; faultOf: FaultOf }

/** The fault at a path such as `body.principles.2.text`. */
export type FaultOf = (path: string) => string | undefined

export type BodyEditProps = { body: Body; onChange: (body: Body) => void; faultOf: FaultOf; /** As it stands; null for a new one. */ view: ElementView | null; title: string }

/** What a kind adds to the pages that every kind has. */
export type KindForm = {
  empty: Body
  reviewEvery: string | null
  fields: readonly FormField[]
  /** Brings the body in order after each change, e.g. short names that follow their titles. */
  settle?: (before: Body, after: Body) => Body
  /** At the head of the element's page, before the content. */
  Above?: ComponentType<{ element: ElementView }>
  /** Sections of its own on the element's page, after the content. */
  Sections?: ComponentType<{ element: ElementView }>
  /** Draws the body while it is edited, over the whole width, in place of the list of its fields. */
  Body?: ComponentType<BodyEditProps>
  /** Beside the body while it is edited: a drawing, a count. */
  Preview?: ComponentType<{ body: Body }>
}

/** The value at a path of names and positions; undefined where the way ends. */
export function valueAt(holder: unknown, path: string): unknown {
  let at = holder
  for (const part of path.split('.')) {
    if (typeof at !== 'object' || at === null) return undefined
    at = (at as Body)[part]
  }
  return at
}

/** A copy of the holder with one value replaced; nothing else is copied deeply. */
export function withValue<Holder>(holder: Holder, path: string, value: unknown): Holder {
  const [part = '', ...rest] = path.split('.')
  const next = rest.length ? withValue((holder as Body | undefined)?.[part] ?? {}, rest.join('.'), value) : value
  if (Array.isArray(holder)) return holder.map((item, at) => (String(at) === part ? next : item)) as Holder
  return { ...holder, [part]: next }
}

/** A copy of a list with the item at one place moved to another; out of range: as it was. */
export function moved<Item>(list: readonly Item[], from: number, to: number): Item[] {
  const copy = [...list]
  if (to < 0 || to >= list.length) return copy
  copy.splice(to, 0, ...copy.splice(from, 1))
  return copy
}
