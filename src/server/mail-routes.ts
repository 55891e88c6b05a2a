import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { byAdministration } from '../kernel/access.ts'
import { perform } from '../kernel/action.ts'
import type { Caller } from '../kernel/caller.ts'
import { openFor } from '../kernel/caller.ts'
import { findMail, maybeFindAddressee } from '../kernel/mail.ts'
import { sendOne } from '../kernel/mail.send.ts'
import { ask } from '../kernel/query.ts'
import { chooseNotifications, getNotifications } from '../modules/acknowledgements/inbox.contract.ts'
import { Problem } from '../shared/problem.ts'
import { actionsByName, queriesByName } from './features.ts'
import { callerOf } from './http.ts'
import type { Serving } from './http.ts'

/** What of mail is no action: trying the mail server, and ending the digest without signing in. */
export function serveMail(server: FastifyInstance, serving: Serving): void {
  server.post('/api/mail.test', async (request) => sendTest(serving, callerOf(request, serving.identity, true)))

  const secret = z.strictObject({ secret: z.string().min(1).max(300) })
  server.post('/api/unsubscribe', async (request) => endDigest(serving, secret.parse(request.body).secret))

  void server.register(async (scope) => {
    // What a mail program sends says nothing that the address does not (RFC 8058).
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 10_000 }, (_request, _body, done) => done(null, null))
    scope.post('/unsubscribe/:secret', async (request) => endDigest(serving, (request.params as { secret: string }).secret))
  })
}

/** Sends a mail to whoever asks and waits for what the mail server says to it. */
async function sendTest({ runtime }: Serving, caller: Caller): Promise<{ state: string; why: string | null; to: string }> {
  const { post } = runtime
  if (!post) throw new Problem('unprocessable', 'No mail server is set. Set SMTP_HOST and SMTP_FROM, then start Wellrun again.')
  const at = runtime.now()
  const queued = await openFor(runtime.database, 'write', caller, at, async (tx, resolving) => {
    const { actor, tenant } = await resolving
    const verdict = byAdministration({ actor, tenant, verb: 'mail.test' })
    if ('refused' in verdict) throw new Problem('forbidden', 'Only an administrator tries the mail server.')
    const personId = 'personId' in actor ? actor.personId : ''
    const to = personId ? await maybeFindAddressee(tx, personId) : undefined
    if (!to) throw new Problem('unprocessable', 'There is no e-mail address of yours to write to. Add one under People.')
    const text = `This is a test from ${tenant.name}.\n\nMail from Wellrun reaches you: ${post.url}\n`
    const id = await post.queue(tx, tenant.id, { kind: 'test', personId, to, subject: `${tenant.name}: a test`, text }, at)
    return { id, organisationId: tenant.id, to: to.address }
  })
  await sendOne(runtime, post, queued.organisationId, queued.id)
  const outcome = await runtime.database.read(queued.organisationId, (tx) => findMail(tx, queued.id))
  return { ...outcome, to: queued.to }
}

/** Ends a person's digest by the secret in its mails; asked twice, the second time changes nothing. */
async function endDigest({ runtime }: Serving, secret: string): Promise<{ state: 'done' }> {
  const of = runtime.post?.maybeReadFarewell(secret)
  if (!of) throw new Problem('notFound', 'This link is not complete, or was made by another server. Sign in and choose under Settings, Notifications.')
  const caller: Caller = { type: 'person', ...of }
  try {
    const now = getNotifications.output.parse(await ask(runtime, queriesByName.get(getNotifications.name)!, {}, caller))
    if (now.digest !== 'off') await perform(runtime, actionsByName.get(chooseNotifications.name)!, { digest: 'off', muted: now.muted }, caller)
  } catch (error) {
    // Who has left gets no mail any more.
    if (!(error instanceof Problem && error.type === 'forbidden')) throw error
  }
  return { state: 'done' }
}
