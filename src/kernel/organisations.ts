import type { Database } from './database.ts'

export type Organisation = { id: string; key: string; name: string; simulated: boolean }

/** Every organisation on this server; for the operator and for background work, never for a request. */
export async function listOrganisations(database: Database): Promise<Organisation[]> {
  return database.sql<Organisation[]>`select organisation_id as id, key, name, simulated from organisations order by founded_at`
}

/** Answers when the database does; throws what is wrong with it otherwise. */
export async function ping(database: Database): Promise<void> {
  await database.sql`select 1`
}
