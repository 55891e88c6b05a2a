import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFaults, visit } from '../support/browser.ts'
import type { Visit } from '../support/browser.ts'

let at: Visit
let page: Page
beforeAll(async () => {
  at = await visit()
  page = at.page
})
afterAll(() => at.close())

async function call<T = { key: string; revision: number }>(name: string, data: object): Promise<T> {
  const answer = await page.request.post(`${at.url}/api/${name}`, { data, headers: { origin: at.url } })
  if (!answer.ok()) throw new Error(`${name}: ${await answer.text()}`)
  return (await answer.json()) as T
}

async function enact(kind: string, draft: object): Promise<string> {
  const { key, revision } = await call(`${kind}.draft`, { body: {}, ...draft })
  await call(`${kind}.approve`, { element: key, revision })
  return key
}

const open = (path: string) => at.open(path)

const promise = (value: number) => ({ startOn: '2026-01-01', targets: [{ quantity: 'availability', comparator: 'at least', value, unit: '%' }] })

describe('the X-ray', () => {
  it('teaches where there is nothing to look through yet', async () => {
    await call('organisation.found', { name: 'Fjordvik IT', founderName: 'Ada Berg', founderEmail: 'ada@example.org', password: 'plain walrus engine lamp' })
    await open('/xray')
    await page.getByRole('tab', { name: 'Could be dropped' }).waitFor()
    expect(await axeFaults(page)).toEqual([])
  })

  it('names what does not hold together, filters by word, and leads to the verb that mends it', async () => {
    const network = await enact('service', { title: 'Network' })
    const mail = await enact('service', { title: 'Mail', links: [{ type: 'dependsOn', to: network }] })
    await enact('agreement', { title: 'Network SLA', body: promise(99), links: [{ type: 'binds', to: network }] })
    await enact('agreement', { title: 'Mail SLA', body: promise(99.9), links: [{ type: 'binds', to: mail }] })
    await open('/xray')
    await page.getByText('Mail: Promised 99.9 %; the chain gives 99.0 % at most. Weakest: Network.').waitFor()
    expect(await axeFaults(page)).toEqual([])
    await page.keyboard.press('f')
    await page.keyboard.type('network')
    await page.getByText('No unit or supplier provides Mail.').waitFor({ state: 'detached' })
    await page.getByRole('listitem').filter({ hasText: 'No unit or supplier provides Network.' }).getByRole('link', { name: 'Link the unit or supplier that provides it' }).click()
    await page.waitForURL('**/units/new')
  })

  it('shows the promise and its chain on the page of the service', async () => {
    await open('/services/SVC-2')
    const section = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Promise and chain' }) })
    await section.getByText('the chain gives 99.0 % at most').waitFor()
    expect(await section.getByRole('list', { name: 'Links of the chain' }).innerText()).toMatch(/Network[\s\S]*99\.0 %/)
    expect(await axeFaults(page)).toEqual([])
    expect(at.faults).toEqual([])
  })
})
