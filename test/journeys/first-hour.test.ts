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

const open = (path: string) => at.open(path)

const things = () => page.locator('#next li').allInnerTexts()

describe('from nothing to a system that is theirs', () => {
  it('asks for one critical service, and loses nothing when it is reloaded in the middle', async () => {
    await page.goto(at.url)
    await page.getByLabel('Organisation').fill('Fjordvik IT')
    await page.getByLabel('Your name').fill('Ada Berg')
    await page.getByLabel('Your e-mail').fill('ada@example.org')
    await page.getByLabel('Password').fill('plain walrus engine lamp')
    await page.getByRole('button', { name: 'Found it' }).click()
    await page.getByRole('button', { name: 'Add it and go on' }).click()
    await page.getByText('Name the service.').waitFor()
    expect(await axeFaults(page)).toEqual([])
    await page.getByLabel('Its name').fill('E-mail')
    await page.getByLabel('What it is for').fill('Everybody can write to anybody.')
    await page.reload()
    expect(await page.getByLabel('What it is for').inputValue()).toBe('Everybody can write to anybody.')
    await page.getByRole('button', { name: 'Add it and go on' }).click()
    await page.getByRole('heading', { name: 'Look around' }).waitFor()
    await page.getByRole('link', { name: 'Back' }).click()
    await page.getByText('In force:').waitFor()
    await page.getByRole('link', { name: 'Go on' }).click()
  })

  it('starts just enough by the keyboard, and makes the first service hold', async () => {
    expect(await axeFaults(page)).toEqual([])
    await page.getByText('6 policies, 12 roles, 14 routines, 10 measures and 3 reviews').waitFor()
    await page.getByRole('button', { name: 'Start just enough' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Make E-mail hold' }).waitFor()
    await page.reload()
    await page.getByRole('button', { name: 'Do all of it' }).click()
    await page.getByText('in scope, for every unit').waitFor()
    await page.getByText('Ada Berg').first().waitFor()
    await page.getByRole('link', { name: 'drafted as AGR-1' }).waitFor()
    expect(await axeFaults(page)).toEqual([])
  })

  it('says in at most seven things what to do next, each at one place', async () => {
    await page.getByRole('link', { name: 'Go on' }).click()
    await page.getByRole('link', { name: 'Put the agreement for E-mail in force' }).waitFor()
    expect((await things()).length).toBeLessThanOrEqual(7)
    expect(await axeFaults(page)).toEqual([])
    await page.getByRole('link', { name: 'Put the agreement for E-mail in force' }).click()
    await page.getByRole('button', { name: 'Put in force' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Put in force' }).click()
    await page.getByText('In force', { exact: true }).first().waitFor()
    await open('/begin?step=next')
    await page.getByRole('link', { name: 'Say which team provides E-mail' }).waitFor()
    expect((await things()).join('\n')).not.toContain('agreement')
  })

  it('goes through what the starter brought by the keyboard: keep, strike out, rename, undo', async () => {
    await page.locator('#next').getByRole('link', { name: 'Make it yours' }).click()
    await page.getByText('0 of 62 looked at').waitFor()
    expect(await axeFaults(page)).toEqual([])
    await page.keyboard.press('j')
    await page.keyboard.press('y')
    await page.getByText('1 of 62 looked at').waitFor()
    await page.locator('[data-yours="POL-2"]').focus()
    await page.keyboard.press('r')
    await page.keyboard.type('Changing things')
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'Changing things' }).waitFor()
    await page.locator('[data-yours="RTN-13"]').focus()
    await page.keyboard.press('x')
    await page.getByText('3 of 62 looked at').waitFor()
    const struck = page.getByRole('listitem').filter({ has: page.locator('[data-yours="RTN-13"]') })
    await struck.getByText('struck out').waitFor()
    await page.locator('[data-yours="ROL-6"]').focus()
    await page.keyboard.press('x')
    await page.getByText(/^Still named by [^:]*routines/).waitFor()
    await page.keyboard.press('u')
    await page.getByText(/^Still named by [^:]*routines/).waitFor({ state: 'detached' })
    expect(await struck.getByText('struck out').isVisible()).toBe(true)
  })

  it('renames a title where it stands, and leaves it as it was with Esc', async () => {
    await open('/policies/POL-2')
    const heading = page.getByRole('heading', { level: 1 })
    await heading.getByRole('button', { name: 'Changing things' }).click()
    await page.keyboard.type('Never mind')
    await page.keyboard.press('Escape')
    await heading.getByRole('button', { name: 'Changing things' }).click()
    await page.keyboard.type('Change')
    await page.keyboard.press('Enter')
    await heading.getByRole('button', { name: 'Change', exact: true }).waitFor()
    expect(await axeFaults(page)).toEqual([])
  })

  it('strikes out on a list in one click, and takes it back in one', async () => {
    await open('/measures')
    const row = page.getByRole('row').filter({ hasText: 'MSR-10' })
    await row.hover()
    await row.getByRole('button', { name: /^Strike out/ }).click()
    await row.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await row.waitFor()
    await page.getByText('Back in force').waitFor()
    expect(await axeFaults(page)).toEqual([])
  })

  it('answers on one printed page who picks up, who decides and who acts', async () => {
    await open('/services/SVC-1')
    await page.getByRole('link', { name: 'Sheet' }).click()
    for (const text of ['Who picks up', 'Who decides', 'Who acts', 'Ada Berg', 'availability at least 99.5 % a month', 'Nobody yet', 'Appoint a holder of Service desk']) await page.getByText(text).first().waitFor()
    await page.getByText(/^(Open|Closed) now/).first().waitFor()
    expect(await axeFaults(page)).toEqual([])
    const printed = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1')
    expect((printed.match(/\/Type\s*\/Page(?!s)/g) ?? []).length).toBe(1)
    const box = /\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)/.exec(printed)
    expect([Number(box![1]), Number(box![2])].map(Math.round)).toEqual([595, 842])
  })

  it('leads on from the A3, and fits a telephone in the dark', async () => {
    await open('/')
    await page.getByRole('navigation').filter({ hasText: 'Do this next' }).getByRole('link').first().waitFor()
    const phone = await at.newPage({ width: 390, height: 844 })
    await phone.emulateMedia({ colorScheme: 'dark' })
    for (const path of ['/begin?step=service', '/begin?step=door', '/begin?step=settle', '/begin?step=next', '/make-it-yours', '/services/SVC-1/sheet', '/suppliers']) {
      await phone.goto(`${at.url}${path}`)
      await phone.getByRole('heading', { level: 1 }).waitFor()
      await phone.waitForLoadState('networkidle')
      expect([path, await phone.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)]).toEqual([path, 0])
      expect([path, ...(await axeFaults(phone))]).toEqual([path])
    }
    await phone.close()
  })

  it('leaves nothing to complain of in the log or the console', () => {
    expect(at.faults).toEqual([])
  })
})
