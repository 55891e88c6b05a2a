import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFaults, visit } from '../support/browser.ts'
import type { Visit } from '../support/browser.ts'
import { ask, call, foundWithStarter } from '../support/people.ts'
import { stands, tabTo } from '../support/working.ts'

let at: Visit
let page: Page
beforeAll(async () => {
  at = await visit()
  page = at.page
  await foundWithStarter(at)
  const draft = await call(page, at, 'service.draft', { title: 'Network', body: {} })
  await call(page, at, 'service.approve', { element: draft.key, revision: draft.revision })
  const { person } = await ask<{ person: { id: string } }>(page, at, 'session')
  for (const role of ['ROL-6', 'ROL-7']) await call(page, at, 'holder.appoint', { role, person: person.id })
}, 60_000)
afterAll(() => at.close())

const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}

/** Opens the list that the focus is on and takes the choice that begins so. */
async function choose(field: string, typed: string): Promise<void> {
  await tabTo(page, field)
  await press('Enter')
  await page.getByRole('listbox').waitFor()
  await page.keyboard.type(typed)
  await press('Enter')
  await page.getByRole('listbox').waitFor({ state: 'detached' })
}

describe('work with the keyboard alone', () => {
  it('shows every key on demand', async () => {
    await at.open('/')
    await press('?')
    await page.getByRole('dialog', { name: 'Keys' }).getByText('Declare a major incident').waitFor()
    expect(await axeFaults(page)).toEqual([])
    await press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  it('raises an incident', async () => {
    await press('g', 'r')
    await page.getByRole('heading', { name: 'Raise a record' }).waitFor()
    await page.locator('input[type=search]:focus').waitFor()
    await page.keyboard.type('incident')
    await press('ArrowDown', 'Enter')
    await page.getByRole('heading', { name: 'Raise an incident' }).waitFor()
    await tabTo(page, 'Title')
    await page.keyboard.type('The printer is silent')
    await tabTo(page, 'Service')
    await page.keyboard.type('Netw')
    await page.getByRole('option', { name: 'Network' }).waitFor()
    await press('ArrowDown', 'Enter')
    await tabTo(page, 'What does not work, for whom, since when')
    await page.keyboard.type('Nothing comes out since noon.')
    await choose('Who is hit', 'One p')
    await choose('How badly', 'Work is')
    await tabTo(page, 'Raise')
    await press('Enter')
    await stands(page, 'Register')
    expect(await axeFaults(page)).toEqual([])
  })

  it('finds it in the list, says something, and takes it to its end by numbers', async () => {
    await press('g', 'w')
    await page.getByRole('heading', { level: 1, name: 'Work' }).waitFor()
    await page.getByRole('link', { name: 'The printer is silent' }).waitFor()
    await press('j', 'Enter')
    await stands(page, 'Register')
    await press('c')
    await page.keyboard.type('Looking at it.')
    await press('Control+Enter')
    await page.getByRole('list', { name: 'What happened, newest first' }).getByText('Looking at it.').waitFor()
    await press('Escape', '1')
    await stands(page, 'Classify')
    await press('e')
    await page.getByLabel('Title').waitFor()
    await choose('Category', 'Dev')
    await tabTo(page, 'Save')
    await press('Enter')
    await page.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' })
    expect(await axeFaults(page)).toEqual([])
  })

  it('closes it', async () => {
    const ways = await page.getByRole('region', { name: 'What to do now' }).getByRole('button').allInnerTexts()
    expect(ways).toContain('Solved at once')
    const number = await page.getByRole('button', { name: 'Solved at once' }).getAttribute('aria-keyshortcuts')
    await press(number ?? '')
    await tabTo(page, 'What restored the service')
    await page.keyboard.type('It had no paper.')
    await tabTo(page, 'Solved at once')
    await press('Enter')
    await stands(page, 'Confirm')
    await press('1')
    await choose('Outcome', 'Sol')
    await choose('Apparent cause', 'Err')
    await choose('What the person said', 'Sat')
    await tabTo(page, 'Close')
    await press('Enter')
    await page.getByText(/^closed .*Solved$/).waitFor()
    expect(await ask<{ open: boolean; outcome: string }>(page, at, 'record.get', { record: 'INC-1' })).toMatchObject({ open: false, outcome: 'solved' })
  })

  it('is served without a fault on the way', () => {
    expect(at.faults).toEqual([])
  })
})
