import type { DraftLink, ElementStatus } from '../../shared/kind.ts'
import type { UnknownName } from '../../shared/system.ts'

/** The form in which a system is written as files; a later form gets the next number. */
export const folderFormat = 'wellrun-sms/1'

/** One file of a folder: its path within it, parted by /, and its text. */
export type FolderFile = { name: string; text: string }

/** An element as a folder says it: whatever names another element does so by key. */
export type FolderElement = {
  kind: string
  key: string
  title: string
  status: ElementStatus
  accountable: string | null
  reviewEvery: string | null
  /** A day still to come on which it begins to hold, or null. */
  effectiveOn: string | null
  body: Record<string, unknown>
  links: DraftLink[]
  unknown: UnknownName[]
}

export type FolderPerson = { name: string; email: string | null; from: string | null; to: string | null }

/** `person` is an e-mail address, or the name of somebody who has none; `from` null: from the day on which it is read. */
export type FolderHolder = { role: string; person: string; element: string | null; deputy: boolean; from: string | null; to: string | null }

/** A whole system as a folder says it. */
export type Folder = { elements: FolderElement[]; people: FolderPerson[]; holders: FolderHolder[] }

/** Something wrong: in which file, on which line, at which path in it, and what would be right. */
export type FolderFault = { file: string; line: number | null; path: string; message: string }

/** What a person is called in holders.yaml. */
export function personName(person: Pick<FolderPerson, 'name' | 'email'>): string {
  return person.email ?? person.name
}

const keyPattern = /^([A-Z]{2,5})-([1-9]\d{0,8})$/

/** The parts of a key such as POL-3, or undefined for what is none. */
export function keyParts(key: string): { prefix: string; number: number } | undefined {
  const [, prefix, digits] = keyPattern.exec(key) ?? []
  return prefix && digits ? { prefix, number: Number(digits) } : undefined
}

/** The order of keys: by prefix, then by number. */
export function keyOrder(a: string, b: string): number {
  const one = keyParts(a)
  const other = keyParts(b)
  if (!one || !other || one.prefix !== other.prefix) return a < b ? -1 : a > b ? 1 : 0
  return one.number - other.number
}
