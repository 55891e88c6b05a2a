import { createHmac, timingSafeEqual } from 'node:crypto'
import { newId } from '../shared/ids.ts'
import { whenEnded } from './database.ts'
import { createCarrier } from './mail.carrier.ts'
import type { Mail, Post } from './mail.ts'
import type { Settings } from './settings.ts'
import { createVault, keyFor } from './vault.ts'

/** A post for these settings, or undefined where no mail server is set. `wake` is told after each commit that left mail, so that it is sent soon. */
export function createPost(settings: Settings & { secret: string }, wake: (organisationId: string) => void): Post | undefined {
  const { smtp } = settings
  if (!smtp) return undefined
  const vault = createVault(settings.secret)
  return {
    url: settings.url.replace(/\/+$/, ''), host: `${smtp.host}:${smtp.port}`, from: smtp.from, carrier: createCarrier(smtp),
    queue: async (tx, organisationId, mail, at) => {
      const id = newId(at.getTime())
      await tx.insertInto('mails').values({
        id, person_id: mail.personId, kind: mail.kind, state: 'waiting', queued_at: at, next_at: at, ended_at: null, why: null, sealed: vault.seal('mail', JSON.stringify(mail)),
      }).execute()
      whenEnded(tx, (committed) => {
        if (committed) wake(organisationId)
      })
      return id
    },
    ...farewells(settings.secret),
    // Mail may carry a link that lets in; what waits in the database is of no use without the server's secret.
    open: (sealed) => {
      const text = vault.open('mail', sealed)
      return text === null ? null : (JSON.parse(text) as Mail)
    },
  }
}

/** Names whom it is for and is signed, so that a link in a mail needs no sign-in and no row. */
export function farewells(secret: string): Pick<Post, 'farewell' | 'maybeReadFarewell'> {
  const key = keyFor(secret, 'farewell')
  const sign = (named: string) => createHmac('sha256', key).update(named).digest('base64url')
  return {
    farewell: ({ organisationId, personId }) => {
      const named = Buffer.from(`${organisationId}${personId}`.replaceAll('-', ''), 'hex').toString('base64url')
      return `${named}.${sign(named)}`
    },
    maybeReadFarewell: (secretText) => {
      const [named = '', signature = '', more] = secretText.split('.')
      const [given, right] = [Buffer.from(signature), Buffer.from(sign(named))]
      if (more !== undefined || given.length !== right.length || !timingSafeEqual(given, right)) return null
      const hex = Buffer.from(named, 'base64url').toString('hex')
      return { organisationId: uuidOf(hex.slice(0, 32)), personId: uuidOf(hex.slice(32)) }
    },
  }
}

function uuidOf(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
