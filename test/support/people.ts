import type { Page } from 'playwright-core'
import type { Visit } from './browser.ts'

/** Calls an action as whoever the page is signed in as. */
export async function call<T = { key: string; revision: number }>(page: Page, at: Visit, name: string, data: object): Promise<T> {
  const answer = await page.request.post(`${at.url}/api/${name}`, { data, headers: { origin: at.url } })
  if (!answer.ok()) throw new Error(`${name}: ${await answer.text()}`)
  return (await answer.json()) as T
}

/** Asks a query as whoever the page is signed in as. */
export async function ask<T>(page: Page, at: Visit, name: string, params: Record<string, string> = {}): Promise<T> {
  const answer = await page.request.get(`${at.url}/api/${name}?${new URLSearchParams(params)}`)
  if (!answer.ok()) throw new Error(`${name}: ${await answer.text()}`)
  return (await answer.json()) as T
}

/** Ada Berg founds an organisation with the starter, and is its SMS owner. */
export async function foundWithStarter(at: Visit): Promise<void> {
  await call(at.page, at, 'organisation.found', { name: 'Fjordvik IT', founderName: 'Ada Berg', founderEmail: 'ada@example.org', password: 'plain walrus engine lamp' })
  await call(at.page, at, 'sms.start', { starter: 'just-enough' })
}

/** Somebody is added, given roles, invited, and signs in with a browser of their own. */
export async function signedIn(at: Visit, name: string, roles: readonly string[]): Promise<Page> {
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.org`
  const { id } = await call<{ id: string }>(at.page, at, 'person.add', { name, email })
  for (const role of roles) await call(at.page, at, 'holder.appoint', { role, person: id })
  const { link } = await call<{ link: string }>(at.page, at, 'person.invite', { person: id })
  const page = await at.newBrowser()
  await call(page, at, 'invitation.accept', { token: link.split(/[/=]/).at(-1), password: 'quiet harbour lantern moss' })
  return page
}
