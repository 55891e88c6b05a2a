import { nearest } from '../transfer/nearest.ts'

/** A service as an import looks for it. */
export type KnownService = { id: string; key: string; title: string; externalKey: string | null; status: 'draft' | 'in force' | 'retired' }

/** Services by what files call them. */
export type NamedServices = {
  /** The service that a name means; a reason where it means none that can be taken; undefined where nobody knows it. */
  find: (name: string) => { id: string } | { reason: string } | undefined
  near: (name: string) => { key: string; title: string } | null
}

/** Looks services up by what a mapping says, their key, their key elsewhere, or their title. `said` is what names in the file mean. */
export function namedServices(services: readonly KnownService[], said: Readonly<Record<string, string>>): NamedServices {
  const by = (keyOf: (service: KnownService) => string | null) => Map.groupBy(services.filter((each) => keyOf(each) !== null), (each) => keyOf(each)!.toLowerCase())
  const ways = [by(({ id }) => id), by(({ key }) => key), by(({ externalKey }) => externalKey), by(({ title }) => title)]
  const lookUp = (name: string): { id: string } | { reason: string } | undefined => {
    for (const way of ways) {
      const found = way.get(name.toLowerCase())
      if (!found) continue
      const standing = found.filter(({ status }) => status !== 'retired')
      if (standing.length === 1) return { id: standing[0]!.id }
      if (standing.length > 1) return { reason: `${standing.length} services are called "${name}"; say by its key which is meant.` }
      return { reason: `"${name}" (${found[0]!.key}) is retired; name what took its place.` }
    }
    return undefined
  }
  const meant = new Map(Object.entries(said).map(([name, reference]) => [name.toLowerCase(), reference]))
  const titles = services.filter(({ status }) => status !== 'retired')
  const guesses = new Map<string, KnownService | null>()
  return {
    find: (name) => {
      const reference = meant.get(name.toLowerCase())
      if (reference === undefined) return lookUp(name)
      return lookUp(reference) ?? { reason: `The mapping says that "${name}" means ${reference}, and there is no such service.` }
    },
    near: (name) => {
      if (!guesses.has(name)) {
        const title = guesses.size < 200 ? nearest(name, titles.slice(0, 5000).map((each) => each.title)) : undefined
        guesses.set(name, titles.find((each) => each.title === title) ?? null)
      }
      const found = guesses.get(name)
      return found ? { key: found.key, title: found.title } : null
    },
  }
}
