import { isId } from '../../shared/ids.ts'
import { Problem } from '../../shared/problem.ts'
import type { Surroundings } from './surroundings.ts'

/** What a list is asked to be narrowed by, as it comes in. */
export type Asked = {
  routine?: string | undefined; state?: string | undefined; priority?: string | undefined; service?: string | undefined; role?: string | undefined; assignee?: string | undefined; requester?: string | undefined
  standing: 'open' | 'closed' | 'any'; overdue?: boolean | undefined; watched?: boolean | undefined; text?: string | undefined; sort?: string
}

/** The id of whom `me` or an id means; undefined for nothing asked. Throws `invalid` for what is neither. */
export function personAsked(path: string, asked: string | undefined, me: string | null): string | undefined {
  if (asked === undefined || asked === '') return undefined
  if (asked === 'me') return me ?? nobody
  if (isId(asked)) return asked.toLowerCase()
  throw new Problem('invalid', `${path}: Give an id of a person, or me.`, [{ path, message: 'Give an id of a person, or me.' }])
}

/** An id that nothing has: what is asked for and is not there finds nothing. */
export const nobody = '00000000-0000-0000-0000-000000000000'

/** The id that a key or an id names among those in force, or one that nothing has. */
export function idAmong(asked: string | undefined, keys: ReadonlyMap<string, string>): string | undefined {
  if (asked === undefined || asked === '') return undefined
  return isId(asked) ? asked.toLowerCase() : (keys.get(asked.toUpperCase()) ?? nobody)
}

/** The ids of routine and role that a list is narrowed to. */
export function placesAsked(asked: Asked, around: Surroundings): { routine: string | undefined; role: string | undefined } {
  return { routine: idAmong(asked.routine, around.routineIds), role: idAmong(asked.role, around.roleIds) }
}

/** Refuses orders that no index holds: what is closed is due no more. */
export function demandOrder({ sort, standing }: Asked): void {
  if ((sort === 'due' || sort === 'priority') && standing !== 'open') throw new Problem('invalid', `sort: Only open records are listed by ${sort}; list ${standing === 'any' ? 'all' : 'closed'} ones by number or changed.`, [{ path: 'sort', message: 'Choose number or changed, or list open records.' }])
}
