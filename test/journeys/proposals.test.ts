import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFaults, visit } from '../support/browser.ts'
import type { Visit } from '../support/browser.ts'
import { ask, call, foundWithStarter, signedIn } from '../support/people.ts'

type Element = { key: string; revision: number; title: string; body: { principles: { text: string }[] } & Record<string, unknown>; draft: { body: object } | null }

let at: Visit
/** SMS owner, who writes; top management, who approves; a specialist, who may do neither. */
let ada: Page
let bo: Page
let cy: Page
beforeAll(async () => {
  at = await visit()
  ada = at.page
  await foundWithStarter(at)
  bo = await signedIn(at, 'Bo Lind', ['ROL-2'])
  cy = await signedIn(at, 'Cy Moe', ['ROL-7'])
  await call(ada, at, 'organisation.goLive', { accepts: 'Ada Berg' })
})
afterAll(() => at.close())

async function open(page: Page, path: string): Promise<void> {
  await at.open(path, page)
  await page.waitForLoadState('networkidle')
}

/** Nothing breaks WCAG and nothing is wider than the page, at a desk and on a telephone. */
async function sound(page: Page): Promise<void> {
  expect(await axeFaults(page)).toEqual([])
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0)
  expect(await axeFaults(page)).toEqual([])
  await page.setViewportSize({ width: 1440, height: 900 })
}

const verb = (page: Page, name: string) => page.getByRole('main').getByRole('button', { name, exact: true })

/** Over the API: the rules of a policy as they would read. */
async function draft(key: string, rules: (rule: string, at: number) => string): Promise<void> {
  const { title, revision, ...found } = await ask<Element & { accountable: { key: string }; reviewEvery: string; links: { type: string; direction: string; element: { key: string } }[] }>(ada, at, 'policy.get', { element: key })
  const body = { ...found.body, principles: found.body.principles.map((one, index) => ({ ...one, text: rules(one.text, index) })) }
  const links = found.links.filter((link) => link.direction === 'out').map(({ type, element }) => ({ type, to: element.key }))
  await call(ada, at, 'policy.draft', { element: key, revision, title, accountable: found.accountable.key, reviewEvery: found.reviewEvery, body, links })
}

async function rule(page: Page, key: string, index: number): Promise<string | undefined> {
  return (await ask<Element>(page, at, 'policy.get', { element: key })).body.principles[index]?.text
}

describe('changing a system that is live', () => {
  it('drafts a rule of a policy and the role of a step, and proposes both for one day', async () => {
    await open(ada, '/policies/POL-2/edit')
    expect(await verb(ada, 'Save and put in force').count()).toBe(0)
    await ada.getByLabel('Rule').first().fill('Every change has one owner, a plan and a rehearsed way back.')
    await ada.keyboard.press('Control+s')
    await ada.getByRole('button', { name: 'Propose', exact: true }).waitFor()
    await open(ada, '/routines/RTN-3/edit')
    await ada.getByRole('button', { name: /^Assess, / }).click()
    const role = ada.getByRole('combobox', { name: 'Responsible role' })
    await role.fill('Specialist')
    await ada.getByRole('option', { name: 'Specialist' }).first().click()
    await verb(ada, 'Save draft').click()
    await ada.getByRole('button', { name: 'Propose', exact: true }).waitFor()
    await open(ada, '/proposals')
    await verb(ada, 'Choose all').click()
    await verb(ada, 'Propose 2 drafts').click()
    const dialog = ada.getByRole('dialog')
    expect(await axeFaults(ada)).toEqual([])
    await dialog.getByLabel('What it changes').fill('Rehearse the way back')
    await dialog.getByLabel('Why').fill('Two changes could not be taken back in October.')
    const { organisation: { today } } = await ask<{ organisation: { today: string } }>(ada, at, 'session')
    await dialog.getByLabel('Holds from').fill(today)
    await dialog.getByRole('button', { name: 'Propose 2 together' }).click()
    await ada.getByRole('heading', { level: 1, name: 'Rehearse the way back' }).waitFor()
  })

  it('shows its author the difference, the impact and who may approve, and no way to approve', async () => {
    await ada.getByText('Who is affected').waitFor()
    await ada.getByText('may approve: Bo Lind').first().waitFor()
    expect(await ada.locator('ins').allTextContents()).toEqual(['added: rehearsed ', 'added: Specialist'])
    const main = await ada.locator('body').innerText()
    for (const words of ['Service owner', 'Specialist', 'Cy Moe', 'Vital signs, before and after', 'Two changes could not be taken back in October.']) expect(main).toContain(words)
    for (const name of ['Approve', 'Refuse']) expect(await verb(ada, name).count()).toBe(0)
    await ada.keyboard.press('a')
    expect(await ada.getByRole('dialog').count()).toBe(0)
    await ada.getByLabel('Your comment').fill('The routine needs a specialist to assess this.')
    await verb(ada, 'Comment').click()
    await ada.getByRole('listitem').filter({ hasText: 'Ada Berg' }).getByText('The routine needs a specialist').waitFor()
    await sound(ada)
  })

  it('lets whoever it concerns speak but not decide', async () => {
    await open(cy, '/proposals/PRO-1')
    for (const name of ['Approve', 'Refuse', 'Withdraw']) expect(await verb(cy, name).count()).toBe(0)
    await cy.getByLabel('Your comment').fill('I can assess from December on.')
    await verb(cy, 'Comment').click()
    await cy.getByRole('listitem').filter({ hasText: 'Cy Moe' }).getByText('I can assess from December on.').waitFor()
    await open(cy, '/proposals')
    await cy.getByRole('tab', { name: 'Waiting for me' }).click()
    await cy.getByRole('heading', { name: 'Nothing waits for you' }).waitFor()
    expect(await axeFaults(cy)).toEqual([])
  })

  it('waits for whoever may approve it, who approves it by the keyboard alone', async () => {
    await open(bo, '/proposals')
    await bo.getByRole('tab', { name: 'Open' }).focus()
    await bo.keyboard.press('ArrowRight')
    await bo.keyboard.press('Enter')
    await bo.getByRole('tab', { name: 'Waiting for me', selected: true }).waitFor()
    const link = bo.getByRole('link', { name: 'Rehearse the way back' })
    await link.waitFor()
    expect(await axeFaults(bo)).toEqual([])
    for (let steps = 0; steps < 4 && !(await link.evaluate((one) => one === document.activeElement)); steps++) await bo.keyboard.press('Tab')
    await bo.keyboard.press('Enter')
    await bo.getByRole('heading', { level: 1, name: 'Rehearse the way back' }).waitFor()
    await bo.getByLabel('Your comment').focus()
    await bo.keyboard.type('Agreed in the change meeting.')
    await bo.keyboard.press('Tab')
    await bo.keyboard.press('Enter')
    await bo.getByRole('listitem').filter({ hasText: 'Bo Lind' }).getByText('Agreed in the change meeting.').waitFor()
    await bo.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await bo.keyboard.press('a')
    await bo.getByRole('dialog').getByText('Everything in it comes into force together.').waitFor()
    expect(await axeFaults(bo)).toEqual([])
    await bo.keyboard.type('Fits the appetite.')
    await bo.keyboard.press('Tab')
    await bo.keyboard.press('Tab')
    await bo.keyboard.press('Enter')
    await bo.getByText('agreed: Bo Lind (Top management)').first().waitFor()
    await bo.getByText('Fits the appetite.').first().waitFor()
    await sound(bo)
  })

  it('then stands on the pages of both as a new version, with its difference', async () => {
    await open(ada, '/policies/POL-2')
    await ada.getByText(/version 2, since/).waitFor()
    await ada.getByText('Every change has one owner, a plan and a rehearsed way back.').first().waitFor()
    await ada.getByRole('tab', { name: 'Versions' }).click()
    await ada.getByText(/put in force by Bo Lind/).waitFor()
    expect(await ada.getByRole('main').locator('ins').textContent()).toContain('rehearsed')
    await open(ada, '/routines/RTN-3')
    await ada.getByText(/version 2, since/).waitFor()
    expect(await axeFaults(ada)).toEqual([])
  })

  it('is brought onto moved ground by a choice, and approved', async () => {
    const before = await rule(ada, 'POL-3', 0)
    const proposed = async (words: string, title: string) => {
      await draft('POL-3', (text, index) => (index === 0 ? words : text))
      await call(ada, at, 'proposal.open', { title, elements: ['POL-3'] })
    }
    await proposed('Ask for help within ten minutes.', 'Help sooner')
    await proposed('Ask for help within an hour.', 'Help later')
    await open(bo, '/proposals/PRO-3')
    await verb(bo, 'Approve').click()
    await bo.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
    await bo.getByText('agreed: Bo Lind (Top management)').waitFor()
    await open(ada, '/policies/POL-3')
    await ada.getByText('A change is proposed:').waitFor()
    await ada.getByRole('link', { name: 'PRO-2 Help sooner' }).click()
    await ada.getByText(/^The ground moved: POL-3 changed while this waited/).waitFor()
    await ada.getByText(`Before both: ${before}`).waitFor()
    await sound(ada)
    await open(bo, '/proposals/PRO-2')
    await bo.getByText(/^The ground moved/).waitFor()
    expect(await verb(bo, 'Approve').count()).toBe(0)
    await ada.getByRole('radio', { name: /Proposed/ }).check()
    await verb(ada, 'Bring it onto what holds now').click()
    await ada.getByText(/^The ground moved/).waitFor({ state: 'detached' })
    await open(bo, '/proposals/PRO-2')
    expect(await bo.locator('del').allInnerTexts()).not.toEqual([])
    await verb(bo, 'Approve').click()
    await bo.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
    await bo.getByText('agreed: Bo Lind (Top management)').waitFor()
    expect(await rule(bo, 'POL-3', 0)).toBe('Ask for help within ten minutes.')
  })

  it('leaves nothing to complain of in the log or the console', () => {
    expect(at.faults).toEqual([])
  })
})
