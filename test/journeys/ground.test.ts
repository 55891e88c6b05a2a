import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFaults, visit } from '../support/browser.ts'
import type { Visit } from '../support/browser.ts'

const data = fileURLToPath(new URL('../../../shared/data/gitlab_service_catalog_2022/', import.meta.url))
const catalogue = existsSync(data)

let at: Visit
let page: Page
beforeAll(async () => {
  at = await visit()
  page = at.page
})
afterAll(() => at.close())

const open = (path: string) => at.open(path)

/** Types into a field that finds elements, and takes the first that fits. */
async function choose(field: Locator, text: string): Promise<void> {
  await field.fill(text)
  await page.getByRole('option', { name: text }).first().click()
}

/** The report of an import says so many new and so many rejected. */
async function imported(created: string, rejected: string): Promise<void> {
  await page.getByRole('heading', { name: 'Imported' }).waitFor()
  const fact = (name: string) => page.locator('dt', { hasText: name }).first().locator('xpath=following-sibling::dd[1]').innerText()
  expect([await fact('New'), await fact('Rejected')]).toEqual([created, rejected])
}

async function enact(heading: string): Promise<void> {
  await page.getByRole('button', { name: 'Save and put in force' }).click()
  await page.getByRole('heading', { level: 1, name: heading }).waitFor()
  await page.getByText('In force', { exact: true }).first().waitFor()
}

describe('the first hour', () => {
  it('founds an organisation with four answers', async () => {
    await page.goto(at.url)
    await page.getByLabel('Organisation').fill('GitLab')
    await page.getByLabel('Your name').fill('Ada Berg')
    await page.getByLabel('Your e-mail').fill('ada@example.org')
    await page.getByLabel('Password').fill('plain walrus engine lamp')
    expect(await axeFaults(page)).toEqual([])
    await page.getByRole('button', { name: 'Found it' }).click()
    await page.getByText('Do this next').waitFor()
    expect(await axeFaults(page)).toEqual([])
  })

  it.runIf(catalogue)('imports the teams and the services of a real catalogue, with every fault named', async () => {
    await open('/import')
    await page.getByRole('combobox', { name: 'It lists' }).click()
    await page.getByRole('option', { name: 'Units' }).click()
    await page.locator('input[type=file]').setInputFiles(`${data}teams_2022-02-09.yml`)
    await page.getByRole('tab', { name: /Rows\s*63/ }).waitFor()
    await page.getByRole('button', { name: /^Import/ }).click()
    await imported('63', '0')
    await open('/import')
    await page.locator('input[type=file]').setInputFiles(`${data}service-catalog_2022-02-09.yml`)
    await page.getByRole('tab', { name: /Rows\s*55/ }).waitFor()
    await page.getByRole('tab', { name: /Rejected\s*26/ }).waitFor()
    await page.getByRole('button', { name: /^Import/ }).click()
    await imported('55', '26')
  })

  it('writes an objective and a policy that serves it', async () => {
    await open('/objectives/new')
    await page.getByLabel('Title').fill('Reliable services')
    await page.getByLabel('Statement').fill('Services are there when people need them.')
    await enact('Reliable services')
    await open('/policies/new')
    await page.getByLabel('Title').fill('Change principles')
    await page.getByLabel('Statement').fill('Changes are small, owned and reversible.')
    await page.getByRole('button', { name: 'Add a principle' }).click()
    await page.getByRole('group', { name: 'Principles' }).getByRole('textbox').first().fill('Every change has one owner and a way back')
    await choose(page.getByRole('combobox', { name: 'Add an objective or obligation' }), 'Reliable services')
    await enact('Change principles')
  })

  it('writes a role, appoints its holder, and a routine whose steps are bound to it', async () => {
    await open('/roles/new')
    await page.getByLabel('Title').fill('Incident manager')
    await page.getByLabel('Purpose').fill('Leads until the service is back.')
    await enact('Incident manager')
    await page.getByRole('button', { name: 'Appoint a holder' }).click()
    const dialog = page.getByRole('dialog')
    await choose(dialog.getByRole('combobox').first(), 'Ada Berg')
    await dialog.getByRole('button', { name: /^Appoint/ }).click()
    await page.getByRole('list', { name: 'Holders' }).getByText('Ada Berg').waitFor()
    await open('/routines/new')
    await page.getByLabel('Title').fill('Incident')
    await page.getByLabel('Trigger').fill('A user or a monitor reports a failure.')
    await page.getByLabel('Purpose').fill('The service is back soon.')
    await page.getByLabel('One record is called').fill('incident')
    await page.getByLabel('Prefix of its records').fill('INC')
    for (const [number, name] of ['Register', 'Restore', 'Confirm'].entries()) {
      await page.getByRole('button', { name: number === 0 ? 'Draw the first step' : 'Step after this one' }).click()
      await page.getByRole('heading', { name: `Step ${number + 1}` }).waitFor()
      await page.getByRole('textbox', { name: 'Name' }).fill(name)
      if (number === 0) await choose(page.getByRole('combobox', { name: 'Responsible role' }), 'Incident manager')
    }
    await page.getByRole('button', { name: 'Confirm, Operate, Incident manager, the routine may end here' }).waitFor()
    await enact('Incident')
  })

  it('says in one cell what is in scope, and the scope says it in a sentence', async () => {
    if (!catalogue) {
      await open('/services/new')
      await page.getByLabel('Title').fill('GitLab API')
      await enact('GitLab API')
    }
    await open('/scope')
    const cell = page.getByRole('button', { name: /^GitLab API, Every unit/ })
    await cell.click()
    await page.locator('label', { hasText: 'In scope' }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: /^GitLab API, Every unit: in scope/ }).waitFor()
    await page.getByLabel('Find a service').fill('GitLab API')
    expect(await axeFaults(page)).toEqual([])
  })

  it('shows all of it on the A3, with its gaps, and nothing that breaks accessibility', async () => {
    await open('/')
    for (const text of ['Change principles', 'Every change has one owner and a way back', 'Incident manager', 'Register', 'Restore', 'Confirm']) {
      expect(await page.getByText(text).first().isVisible(), text).toBe(true)
    }
    if (catalogue) await page.getByText('42 services name no team · 2 name only an unknown one').first().waitFor()
    expect(await axeFaults(page, { smallTargets: true })).toEqual([])
  })

  it('prints the A3 on exactly one page of A3, from the browser and as a vector PDF', async () => {
    const printed = await page.pdf({ preferCSSPageSize: true, printBackground: true })
    const typeset = Buffer.from(await (await page.request.get(`${at.url}/api/a3.pdf`)).body())
    for (const pdf of [printed, typeset]) {
      const text = pdf.toString('latin1')
      expect(text.startsWith('%PDF-')).toBe(true)
      expect((text.match(/\/Type\s*\/Page(?!s)/g) ?? []).length).toBeLessThanOrEqual(1)
    }
    const box = /\/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)/.exec(printed.toString('latin1'))
    expect(Number(box![1])).toBeCloseTo(1190.55, -1)
    expect(Number(box![2])).toBeCloseTo(841.89, -1)
  })

  it('jumps with Ctrl K, and turns into a past day read-only', async () => {
    await open('/policies')
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill('Change pr')
    await page.getByRole('option', { name: /Change principles/ }).first().waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Change principles' }).waitFor()
    await page.goto(`${at.url}/?asOf=2020-01-01`)
    await page.getByText(/Read-only/).first().waitFor()
    expect(await page.getByText('Change principles').count()).toBe(0)
  })

  it('fits a telephone, in the dark, without breaking accessibility', async () => {
    const phone = await at.newPage({ width: 390, height: 844 })
    await phone.emulateMedia({ colorScheme: 'dark' })
    for (const path of ['/begin', '/policies', '/policies/POL-1', '/roles/ROL-1', '/settings']) {
      await phone.goto(`${at.url}${path}`)
      await phone.getByRole('heading', { level: 1 }).waitFor()
      await phone.waitForLoadState('networkidle')
      const wide = await phone.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect([path, wide]).toEqual([path, 0])
      expect([path, ...(await axeFaults(phone))]).toEqual([path])
    }
    for (const path of ['/', '/scope']) {
      await phone.goto(`${at.url}${path}`)
      await phone.getByRole('heading', { level: 1 }).waitFor()
      await phone.waitForLoadState('networkidle')
      expect([path, await phone.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)]).toEqual([path, 0])
    }
    await phone.close()
  })

  it('leaves nothing to complain of in the log or the console', () => {
    expect(at.faults).toEqual([])
  })
})
