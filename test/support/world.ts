import { perform } from '../../src/kernel/action.ts'
import type { Caller } from '../../src/kernel/caller.ts'
import { openDatabase } from '../../src/kernel/database.ts'
import type { Database, DatabaseOptions } from '../../src/kernel/database.ts'
import { ledgerKey } from '../../src/kernel/ledger.head.ts'
import { seal } from '../../src/kernel/ledger.seal.ts'
import { createVault } from '../../src/kernel/vault.ts'
import { ask } from '../../src/kernel/query.ts'
import type { Runtime } from '../../src/kernel/runtime.ts'
import { foundOrganisation } from '../../src/modules/organisation/founding.actions.ts'
import type { Founded } from '../../src/modules/organisation/founding.actions.ts'
import { accountsOf } from '../../src/server/accounts.ts'
import { createIdentity } from '../../src/server/identity.ts'
import { actionsByName, ownerAuthorities, queriesByName } from '../../src/server/features.ts'
import { freshDatabase } from './database.ts'

export type Receipt = { id: string; key: string; kind: string; title: string; status: string; version: number; revision: number }

/** One organisation on a database of its own, with a clock that tests turn. */
export async function makeWorld(options: DatabaseOptions & { at?: string } = {}) {
  const url = await freshDatabase()
  const database = openDatabase(url, { connections: 4, ...options })
  return worldOn(url, database, options.at ?? '2026-03-02T09:00:00.000Z')
}

export type World = Awaited<ReturnType<typeof makeWorld>>

async function worldOn(url: string, database: Database, at: string) {
  const clock = { now: new Date(at) }
  const silent = { info: () => {}, warn: () => {}, error: () => {} }
  const runtime: Runtime = { database, now: () => new Date(clock.now), log: silent, reactions: [], jobs: null, vault: createVault('0123456789abcdef0123456789abcdef'), recorded: () => {}, accounts: accountsOf(createIdentity({ settings: { url: 'http://localhost:4600', port: 4600, secret: 'a secret of this test, at least 32 characters' }, sql: database.sql })) }
  const key = ledgerKey('7'.repeat(64))
  let organisations = 0
  const found = async (name = 'Fjordvik IT', timeZone = 'Europe/Oslo') => {
    const input = { name, founderName: 'Ada Berg', founderEmail: `ada${++organisations}@example.org`, timeZone, key: `org-${organisations}` }
    const founded = await foundOrganisation(runtime, input, { accountId: null, only: false, authorities: ownerAuthorities, by: 'founder' })
    return inhabited(founded)
  }
  const inhabited = (founded: Founded) => {
    const organisationId = founded.organisation.id
    const founder: Caller = { type: 'person', organisationId, personId: founded.person.id }
    const as = (personId: string): Caller => ({ type: 'person', organisationId, personId })
    const act = async <T = Receipt>(name: string, input: object, caller: Caller = founder, idempotencyKey?: string) => {
      const action = actionsByName.get(name)
      if (!action) throw new Error(`No action ${name}`)
      return (await perform(runtime, action, input, caller, idempotencyKey)).output as T
    }
    const read = async <T>(name: string, input: object = {}, caller: Caller = founder) => {
      const query = queriesByName.get(name)
      if (!query) throw new Error(`No query ${name}`)
      return (await ask(runtime, query, input, caller)) as T
    }
    /** Drafts an element and puts it in force. */
    const enact = async (kind: string, draft: { title: string; body?: object; links?: object[]; [more: string]: unknown }, caller: Caller = founder) => {
      const drafted = await act(`${kind}.draft`, { body: {}, ...draft }, caller)
      return act(`${kind}.approve`, { element: drafted.key, revision: drafted.revision }, caller)
    }
    /** A person, in a role that carries these authorities. */
    const hire = async (name: string, carried: string[] = []) => {
      const person = await act<{ id: string }>('person.add', { name, email: `${name.toLowerCase().replace(/\W+/g, '.')}@example.org` })
      if (carried.length > 0) {
        const role = await enact('role', { title: `Role of ${name}`, body: { purpose: 'Does it.', responsibilities: ['Does it'], authorities: carried } })
        await act('holder.appoint', { role: role.key, person: person.id })
      }
      return { id: person.id, caller: as(person.id) }
    }
    /** Gives a person an account, or another's, and answers its id. */
    const signsIn = async (personId: string, accountId = `${organisationId}:${personId}`) => {
      await database.sql`insert into identity.account (id, email, name) values (${accountId}, ${`${personId}@example.org`}, 'Somebody') on conflict do nothing`
      await database.sql`insert into identity.membership (organisation_id, account_id, person_id) values (${organisationId}, ${accountId}, ${personId})`
      return accountId
    }
    return { ...founded, organisationId, founder, as, act, read, enact, hire, signsIn }
  }
  return {
    url, database, runtime, clock, key, found,
    /** Moves the clock by days. */
    pass: (days: number) => void (clock.now = new Date(clock.now.getTime() + days * 86_400_000)),
    seal: (organisationId: string) => seal(database.sql, organisationId, key, clock.now),
    close: () => database.close(),
  }
}
