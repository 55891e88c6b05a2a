import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFaults, visit } from '../support/browser.ts'
import type { Visit } from '../support/browser.ts'
import { call, foundWithStarter, signedIn } from '../support/people.ts'
import { stands, take } from '../support/working.ts'

let at: Visit
let ada: Page
let omar: Page
let second: Page
beforeAll(async () => {
  at = await visit()
  ada = at.page
  await foundWithStarter(at)
  const draft = await call(ada, at, 'service.draft', { title: 'Network', body: {} })
  await call(ada, at, 'service.approve', { element: draft.key, revision: draft.revision })
  omar = await signedIn(at, 'Omar Lund', ['ROL-6', 'ROL-7'])
  const fields = { description: 'Nothing comes out.', impact: 'One person', urgency: 'Work is hindered' }
  await call(ada, at, 'record.create', { routine: 'RTN-1', title: 'The printer is silent', service: draft.key, fields })
}, 60_000)
afterAll(() => at.close())

/** Milliseconds until it is seen. */
async function seenWithin(page: Page, text: string, since: number): Promise<number> {
  await page.getByText(text).first().waitFor()
  return performance.now() - since
}

describe('two windows on the same work', () => {
  it('show what the other does within a second, the list and the board too', async () => {
    second = await at.newPage()
    await at.open('/work/INC-1', omar)
    await at.open('/work/board/RTN-1', second)
    await at.open('/work/INC-1')
    await stands(ada, 'Register')
    await second.getByRole('region', { name: /^Register/ }).getByText('The printer is silent').waitFor()
    await omar.waitForLoadState('networkidle').catch(() => {})
    const since = performance.now()
    await call(omar, at, 'record.comment', { record: 'INC-1', text: 'I am on my way.' })
    expect(await seenWithin(ada, 'I am on my way.', since)).toBeLessThan(1000)
    await take(omar, 'Classify')
    await stands(ada, 'Classify')
    await second.getByRole('region', { name: /^Classify/ }).getByText('The printer is silent').waitFor()
    expect(await axeFaults(second)).toEqual([])
  })

  it('tell whoever types that the record moved on, and keep what they wrote', async () => {
    await ada.keyboard.press('e')
    await ada.getByLabel('What does not work, for whom, since when').fill('Nothing comes out since noon, and it blinks.')
    await call(omar, at, 'record.assign', { record: 'INC-1', revision: 3, person: (await (await omar.request.get(`${at.url}/api/session`)).json()).person.id })
    await ada.getByText('Omar Lund changed this record while you were writing.').waitFor()
    expect(await axeFaults(ada)).toEqual([])
    expect(await ada.getByLabel('What does not work, for whom, since when').inputValue()).toBe('Nothing comes out since noon, and it blinks.')
    expect(await ada.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
    await ada.getByRole('button', { name: 'Go on from there' }).click()
    await ada.getByRole('button', { name: 'Save' }).click()
    await omar.getByText('Nothing comes out since noon, and it blinks.').first().waitFor()
  })

  it('move a card with the keyboard, and ask what the way asks', async () => {
    await second.getByRole('link', { name: /The printer is silent/ }).focus()
    await second.keyboard.press('m')
    const dialog = second.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Hand over' }).waitFor()
    expect(await axeFaults(second)).toEqual([])
    await dialog.getByRole('button', { name: 'Hand over' }).click()
    await dialog.getByLabel('Category').click()
    await second.getByRole('option', { name: 'Device' }).click()
    await dialog.getByRole('button', { name: 'Hand over' }).click()
    await second.getByRole('region', { name: /^Restore/ }).getByText('The printer is silent').waitFor()
    await stands(ada, 'Restore')
  })

  it('drag a card to where no way leads, and are told so', async () => {
    const card = second.getByRole('link', { name: /The printer is silent/ })
    await card.dragTo(second.getByRole('region', { name: /^Register/ }))
    await second.getByRole('dialog').getByText('No way leads from Restore to Register.').waitFor()
    await second.keyboard.press('Escape')
    await card.dragTo(second.getByRole('region', { name: /^Await user/ }))
    await second.getByRole('region', { name: /^Await user/ }).getByText('The printer is silent').waitFor()
    await stands(ada, 'Await user')
    expect(at.faults).toEqual([])
  })
})
