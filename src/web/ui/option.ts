/** Something that may be chosen: `key` stands beside its title where it has one. */
export type Option = { id: string; title: string; key?: string; hint?: string }

export type ComboboxSource = {
  value: Option | null
  onChange: (value: Option | null) => void
  /** Names the source; together with the typed text it identifies an answer. */
  source: string
  find: (text: string, signal: AbortSignal) => Promise<readonly Option[]>
}
