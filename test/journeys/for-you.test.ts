import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFaults, visit } from '../support/browser.ts'
import type { Visit } from '../support/browser.ts'

let at: Visit
let ada: Page
let bo: Page
let agent: string
beforeAll(async () => {
  at = await visit()
  ada = at.page
})
afterAll(() => at.close())

/** Calls the API as whoever the page is signed in as. */
async function call<T = { key: string; revision: number }>(page: Page, name: string, data: object): Promise<T> {
  const answer = await page.request.post(`${at.url}/api/${name}`, { data, headers: { origin: at.url } })
  if (!answer.ok()) throw new Error(`${name}: ${await answer.text()}`)
  return (await answer.json()) as T
}

async function enact(kind: string, draft: object): Promise<string> {
  const { key, revision } = await call(ada, `${kind}.draft`, { body: {}, ...draft })
  await call(ada, `${kind}.approve`, { element: key, revision })
  return key
}

const open = (page: Page, path: string) => at.open(path, page)

describe('what waits for you', () => {
  it('is nothing at first, and says so', async () => {
    await call(ada, 'organisation.found', { name: 'Fjordvik IT', founderName: 'Ada Berg', founderEmail: 'ada@example.org', password: 'plain walrus engine lamp' })
    await open(ada, '/for-you')
    await ada.getByRole('heading', { name: 'Nothing waits for you.' }).waitFor()
    expect(await axeFaults(ada)).toEqual([])
  })

  it('is what somebody who was invited finds in the rail with a number, accepts by keyboard and declines with a reason', async () => {
    const body = { purpose: 'Does it.', responsibilities: ['Does it'] }
    agent = await enact('role', { title: 'Service agent', body })
    const keeper = await enact('role', { title: 'Knowledge keeper', body })
    const { id } = await call<{ id: string }>(ada, 'person.add', { name: 'Bo Lind', email: 'bo@example.org' })
    for (const role of [agent, keeper]) await call(ada, 'holder.appoint', { role, person: id })
    const { link } = await call<{ link: string }>(ada, 'person.invite', { person: id })
    bo = await (await at.browser.newContext({ locale: 'en-GB', viewport: { width: 390, height: 844 } })).newPage()
    await bo.goto(`${at.url}${link}`)
    await bo.getByLabel('Password').fill('quiet harbour lantern moss')
    await bo.getByRole('button', { name: 'Accept and sign in' }).click()
    await bo.getByRole('button', { name: 'Open the menu' }).click()
    const rail = bo.getByRole('navigation', { name: 'Main' })
    await rail.getByRole('link', { name: /For you\s*2 unread/ }).click()
    expect(await axeFaults(bo)).toEqual([])
    await bo.getByRole('listitem').filter({ hasText: 'Service agent' }).getByRole('button', { name: 'Accept' }).focus()
    await bo.keyboard.press('Enter')
    await bo.getByRole('listitem').filter({ hasText: 'Service agent' }).waitFor({ state: 'detached' })
    await bo.getByRole('button', { name: 'Decline' }).click()
    await bo.getByRole('dialog').getByRole('button', { name: 'Decline' }).click()
    await bo.getByText('Say why.').first().waitFor()
    await bo.getByLabel('Reason').fill('I leave the team in January.')
    await bo.keyboard.press('Tab')
    await bo.keyboard.press('Tab')
    await bo.keyboard.press('Enter')
    await bo.getByRole('heading', { name: 'Nothing waits for you.' }).waitFor()
    expect(await bo.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  })

  it('tells whoever appointed that it was declined and why, until they have read it', async () => {
    await open(ada, '/for-you')
    await ada.getByText('Bo Lind: “I leave the team in January.”').waitFor()
    await ada.getByRole('button', { name: 'Mark all as read' }).click()
    await ada.getByRole('button', { name: 'Mark all as read' }).waitFor({ state: 'detached' })
    expect(await ada.getByRole('navigation', { name: 'Main' }).getByText('unread').count()).toBe(0)
    await open(ada, `/roles/${agent}`)
    await ada.getByText('Bo Lind').waitFor()
    expect(await ada.getByText('not accepted yet').count()).toBe(0)
  })

  it('holds a policy until it is acknowledged, and the policy shows who has', async () => {
    const policy = await enact('policy', { title: 'Change principles', body: { theme: 'change', statement: 'Small and reversible.' } })
    await open(bo, '/for-you')
    await bo.getByRole('main').getByRole('link', { name: 'Change principles' }).click()
    await bo.getByText(/Version 1 concerns you/).waitFor()
    expect(await axeFaults(bo)).toEqual([])
    await bo.getByRole('button', { name: 'I have read it' }).click()
    await bo.getByText('1 of 2, 50 %').waitFor()
    await open(ada, `/policies/${policy}`)
    await ada.getByText('1 of 2, 50 %').waitFor()
    expect(await axeFaults(ada)).toEqual([])
  })

  it('is chosen for mail and calendar in Settings', async () => {
    await open(ada, '/settings/notifications')
    await ada.getByRole('radio', { name: /Only what is overdue/ }).check()
    await ada.getByRole('checkbox', { name: 'Meetings' }).click()
    await expect.poll(async () => (await ada.request.get(`${at.url}/api/notification.get`)).json()).toMatchObject({ digest: 'overdue', muted: ['meeting'] })
    await ada.getByRole('button', { name: 'Make an address for your calendar' }).click()
    const address = await ada.getByRole('dialog').locator('code').innerText()
    expect(await axeFaults(ada)).toEqual([])
    await ada.getByRole('dialog').getByRole('button', { name: 'Done' }).click()
    const calendar = await bo.request.get(address)
    expect([calendar.status(), await calendar.text()]).toEqual([200, expect.stringContaining('SUMMARY:Acknowledge: Change principles') as string])
    await ada.getByRole('button', { name: 'Revoke' }).click()
    await ada.getByRole('button', { name: 'Revoke' }).waitFor({ state: 'detached' })
    expect((await bo.request.get(address)).status()).toBe(404)
    await open(ada, '/settings/mail')
    await ada.getByText(/No mail server is set/).waitFor()
    expect(await axeFaults(ada)).toEqual([])
    expect(at.faults).toEqual([])
  })
})
