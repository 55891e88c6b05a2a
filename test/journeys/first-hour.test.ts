import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFaults, visit } from '../support/browser.ts'
import type { Visit } from '../support/browser.ts'
import { ask, call, foundWithStarter } from '../support/people.ts'

let at: Visit
let page: Page
beforeAll(async () => {
  at = await visit()
  page = at.page
  await foundWithStarter(at)
  const enact = async (kind: string, draft: object) => {
    const { key, revision } = await call(page, at, `${kind}.draft`, draft)
    await call(page, at, `${kind}.approve`, { element: key, revision })
  }
  await enact('service', { title: 'E-mail', accountable: 'ROL-3', body: { description: 'Everybody can write to anybody.', criticality: 1 } })
  const targets = [{ quantity: 'availability', comparator: 'at least', value: 99.5, unit: '%' }]
  await enact('agreement', { title: 'E-mail SLA', body: { targets, startOn: '2026-01-01' }, links: ['SVC-1', 'CAL-1'].map((to) => ({ type: 'binds', to })) })
  const { person } = await ask<{ person: { id: string } }>(page, at, 'session')
  await call(page, at, 'holder.appoint', { role: 'ROL-3', person: person.id, element: 'SVC-1' })
})
afterAll(() => at.close())

const open = (path: string) => at.open(path)

const starterTitle = 'Change'

describe('a system that is being made theirs', () => {
  it('renames a title where it stands, and leaves it as it was with Esc', async () => {
    await open('/policies/POL-2')
    const heading = page.getByRole('heading', { level: 1 })
    await heading.getByRole('button', { name: starterTitle }).click()
    await page.keyboard.type('Never mind')
    await page.keyboard.press('Escape')
    await heading.getByRole('button', { name: starterTitle }).click()
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
    for (const path of ['/begin?step=service', '/begin?step=door', '/begin?step=settle', '/begin?step=next', '/make-it-yours', '/go-live', '/services/SVC-1/sheet', '/suppliers']) {
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
