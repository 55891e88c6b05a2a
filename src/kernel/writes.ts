/** One write as a member of a statement: others of the same group may read what it returns by its name. */
export type Write = {
  text: string
  /** Texts only, cast in the statement: what reaches the database never depends on a driver's idea of a type. */
  values: readonly (string | null)[]
  name?: string
}

/** Writes that belong together, and the rows that they write, by any names that tell these apart. */
export type WriteGroup = { rows: readonly string[]; writes: readonly Write[] }

/**
 * Writes that wait to leave together as one statement, since each statement costs a message, a snapshot and a wake-up on both sides.
 * Members of one statement do not see one another's rows; whoever adds asks `fits` first and sends what waits where it answers false.
 */
export class WriteBuffer {
  private writes: Write[] = []
  private readonly taken = new Set<string>()

  /** False when a group touches a row, or bears a name, that is waiting already. */
  fits({ rows, writes }: WriteGroup): boolean {
    return this.writes.length === 0 || (rows.every((row) => !this.taken.has(row)) && writes.every(({ name }) => !name || !this.taken.has(name)))
  }

  add({ rows, writes }: WriteGroup): void {
    for (const write of writes) {
      if (write.values.some((value) => typeof value !== 'string' && value !== null)) throw new TypeError('A write takes texts and nulls only.')
      this.writes.push(write)
      if (write.name) this.taken.add(write.name)
    }
    for (const row of rows) this.taken.add(row)
  }

  /** The waiting writes as one statement, and forgets them; undefined when there is none. */
  take(): { text: string; values: (string | null)[] } | undefined {
    if (this.writes.length === 0) return undefined
    const statement = { text: together(this.writes), values: this.writes.flatMap((write) => write.values) }
    this.writes = []
    this.taken.clear()
    return statement
  }
}

const known = new Map<string, string>()

/** One text for the same shape of writes, so that each connection prepares it once. */
function together(writes: readonly Write[]): string {
  const shape = writes.map(({ name, text }) => `${name ?? ''}:${text}`).join('\n')
  const before = known.get(shape)
  if (before) return before
  let given = 0
  const members = writes.map(({ text, values, name }, at) => {
    const offset = given
    given += values.length
    return `${name ?? `write_${at + 1}`} as (${text.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + offset}`)})`
  })
  const made = `with ${members.join(', ')} select 1`
  if (known.size < 500) known.set(shape, made)
  return made
}
