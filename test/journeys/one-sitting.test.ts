import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFaults, visit } from '../support/browser.ts'
import type { Visit } from '../support/browser.ts'

let at: Visit
/** Ada founds and writes, Bo directs and approves, Cy works in the routines. */
let ada: Page
let bo: Page
beforeAll(async () => {
  at = await visit()
  ada = at.page
})
afterAll(() => at.close())

const open = (path: string, page = ada) => at.open(path, page)
const verb = (page: Page, name: string | RegExp) => page.getByRole('main').getByRole('button', { name, exact: true })
const things = () => ada.locator('#next li').allInnerTexts()

/** Opens what is asked next and follows one thing of it. */
async function follow(thing: string | RegExp): Promise<void> {
  await open('/begin?step=next')
  await ada.locator('#next').getByRole('link', { name: thing }).click()
}

/** Types into a field that finds something, and takes the first that fits. */
async function choose(field: Locator, text: string): Promise<void> {
  await field.fill(text)
  await field.page().getByRole('option', { name: text }).first().click()
}

async function appoint(name: string): Promise<void> {
  await ada.getByRole('button', { name: 'Appoint a holder' }).click()
  const dialog = ada.getByRole('dialog')
  await choose(dialog.getByRole('combobox', { name: 'Person' }), name)
  await dialog.getByRole('button', { name: 'Appoint' }).click()
  await ada.getByRole('list', { name: 'Holders' }).getByText(name).waitFor()
}

/** Adds somebody and invites them; answers the link that would be sent. */
async function invite(name: string): Promise<string> {
  await open('/settings/people')
  await ada.getByRole('button', { name: 'Add a person' }).click()
  const dialog = ada.getByRole('dialog')
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByLabel('E-mail').fill(`${name.toLowerCase().replace(' ', '.')}@example.org`)
  await dialog.getByRole('button', { name: 'Add' }).click()
  await ada.getByRole('button', { name: `Verbs for ${name}` }).click()
  await ada.getByRole('menuitem', { name: 'Invite to sign in' }).click()
  return ada.getByRole('dialog').locator('code').innerText()
}

async function decide(decision: 'Approve' | 'Refuse', reason: string): Promise<void> {
  await verb(bo, decision).click()
  const dialog = bo.getByRole('dialog')
  await dialog.getByLabel('Reason').fill(reason)
  await dialog.getByRole('button', { name: decision }).click()
}

async function publish(title: string): Promise<void> {
  await ada.getByRole('button', { name: 'Publish an edition' }).click()
  const dialog = ada.getByRole('dialog')
  await dialog.getByLabel('Title').fill(title)
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
  await ada.getByRole('list', { name: 'Editions' }).getByText(title).waitFor()
}

describe('one sitting, from an empty folder to a living system', () => {
  it('asks for one critical service, and loses nothing when it is reloaded in the middle', async () => {
    await ada.goto(at.url)
    await ada.getByLabel('Organisation').fill('Fjordvik IT')
    await ada.getByLabel('Your name').fill('Ada Berg')
    await ada.getByLabel('Your e-mail').fill('ada@example.org')
    await ada.getByLabel('Password').fill('plain walrus engine lamp')
    await ada.getByRole('button', { name: 'Found it' }).click()
    await ada.getByRole('button', { name: 'Add it and go on' }).click()
    await ada.getByText('Name the service.').waitFor()
    expect(await axeFaults(ada)).toEqual([])
    await ada.getByLabel('Its name').fill('E-mail')
    await ada.getByLabel('What it is for').fill('Everybody can write to anybody.')
    await ada.reload()
    expect(await ada.getByLabel('What it is for').inputValue()).toBe('Everybody can write to anybody.')
    await ada.getByRole('button', { name: 'Add it and go on' }).click()
    await ada.getByRole('heading', { name: 'Look around' }).waitFor()
    await ada.getByRole('link', { name: 'Back' }).click()
    await ada.getByText('In force:').waitFor()
    await ada.getByRole('link', { name: 'Go on' }).click()
  })

  it('starts just enough by the keyboard, and makes the first service hold', async () => {
    expect(await axeFaults(ada)).toEqual([])
    await ada.getByText('6 policies, 12 roles, 14 routines, 10 measures and 3 reviews').waitFor()
    await ada.getByRole('button', { name: 'Start just enough' }).focus()
    await ada.keyboard.press('Enter')
    await ada.getByRole('heading', { name: 'Make E-mail hold' }).waitFor()
    await ada.reload()
    await ada.getByRole('button', { name: 'Do all of it' }).click()
    await ada.getByText('in scope, for every unit').waitFor()
    await ada.getByText('Ada Berg').first().waitFor()
    await ada.getByRole('link', { name: 'drafted as AGR-1' }).waitFor()
    expect(await axeFaults(ada)).toEqual([])
    await ada.getByRole('link', { name: 'Go on' }).click()
    await ada.locator('#next li').first().waitFor()
    expect((await things()).length).toBeLessThanOrEqual(7)
    expect(await axeFaults(ada)).toEqual([])
  })

  it('goes through what the starter brought by the keyboard: keep, strike out, rename, undo', async () => {
    await ada.locator('#next').getByRole('link', { name: 'Make it yours' }).click()
    await ada.getByText('0 of 62 looked at').waitFor()
    expect(await axeFaults(ada)).toEqual([])
    await ada.locator('[data-yours="POL-2"]').focus()
    await ada.keyboard.press('r')
    await ada.keyboard.type('Changing things')
    await ada.keyboard.press('Enter')
    await ada.getByRole('link', { name: 'Changing things' }).waitFor()
    await ada.locator('[data-yours="RTN-13"]').focus()
    await ada.keyboard.press('x')
    await ada.getByText('2 of 62 looked at').waitFor()
    const struck = ada.getByRole('listitem').filter({ has: ada.locator('[data-yours="RTN-13"]') })
    await struck.getByText('struck out').waitFor()
    await ada.locator('[data-yours="ROL-6"]').focus()
    await ada.keyboard.press('x')
    await ada.getByText(/^Still named by [^:]*routines/).waitFor()
    await ada.keyboard.press('u')
    await ada.getByText(/^Still named by [^:]*routines/).waitFor({ state: 'detached' })
    expect(await struck.getByText('struck out').isVisible()).toBe(true)
    // Whoever reads on and keeps presses y: each keeps what has the focus, and moves to the next.
    await ada.locator('[data-yours]').first().focus()
    for (let left = 62; left > 0; left--) {
      const [key, state] = await ada.evaluate(() => [document.activeElement?.getAttribute('data-yours'), document.activeElement?.closest('[data-state]')?.getAttribute('data-state')])
      await ada.keyboard.press(state === 'open' ? 'y' : 'j')
      if (left > 1) await ada.waitForFunction((before) => document.activeElement?.getAttribute('data-yours') !== before, key)
    }
    await ada.getByText('62 of 62 looked at').waitFor()
  })

  it('does what is asked next, each at one place, until it may go live', async () => {
    await follow('Put the agreement for E-mail in force')
    await verb(ada, 'Put in force').click()
    await ada.getByRole('dialog').getByRole('button', { name: 'Put in force' }).click()
    await ada.getByText('In force', { exact: true }).first().waitFor()
    await follow('Say what the organisation is for')
    await ada.getByLabel('Purpose').fill('We keep Fjordvik working, day and night.')
    await verb(ada, 'Save and put in force').click()
    await ada.getByText('In force', { exact: true }).first().waitFor()
    await follow('Say which team provides E-mail')
    await ada.getByLabel('Title').fill('Workplace team')
    await choose(ada.getByRole('group', { name: 'Provides' }).getByRole('combobox'), 'E-mail')
    await verb(ada, 'Save and put in force').click()
    await ada.getByText('In force', { exact: true }).first().waitFor()
    expect((await things()).join('\n')).not.toMatch(/agreement|team|what the organisation is for/)
    const link = await invite('Bo Lind')
    bo = await at.newBrowser()
    await bo.goto(link)
    await bo.getByLabel('Password').fill('quiet harbour lantern moss')
    await bo.getByRole('button', { name: 'Accept and sign in' }).click()
    await bo.getByRole('link', { name: 'The A3' }).first().waitFor()
    await invite('Cy Moe')
    for (;;) {
      await open('/begin?step=next')
      const role = ada.locator('#next').getByRole('link', { name: /^Appoint a holder of/ })
      const next = ada.locator('#next').getByRole('link', { name: 'Go live' })
      await role.or(next).first().waitFor()
      if ((await role.count()) === 0) break
      const title = (await role.innerText()).replace('Appoint a holder of ', '')
      await role.click()
      await ada.getByRole('heading', { level: 1, name: title }).waitFor()
      await appoint(title === 'Top management' || title === 'Change approver' ? 'Bo Lind' : title === 'Internal auditor' || title === 'Specialist' ? 'Cy Moe' : 'Ada Berg')
    }
    expect(await axeFaults(ada)).toEqual([])
  })

  it('goes live with what is missing accepted by name, and freezes the first baseline', async () => {
    await ada.locator('#next').getByRole('link', { name: 'Go live' }).click()
    await ada.getByText('Every authority to approve is held by two people or more.').waitFor()
    expect(await axeFaults(ada)).toEqual([])
    await ada.getByText(/ (lacks|lack) it$/).first().waitFor()
    await ada.getByLabel('Your name').fill('Bo Lind')
    await verb(ada, 'Go live').click()
    await ada.getByRole('main').getByRole('alert').first().waitFor()
    await ada.getByLabel('Your name').fill('Ada Berg')
    await verb(ada, 'Go live').click()
    await ada.getByText(/^Live\./).waitFor()
    await ada.getByText(/was missing, accepted by Ada Berg|were missing, accepted by Ada Berg/).waitFor()
    expect(await verb(ada, 'Go live').count()).toBe(0)
    await ada.getByRole('link', { name: /^Going live/ }).click()
    await ada.getByText('Nothing. Everything is as it was frozen.').waitFor()
    await ada.getByText(/^Linked to a why: \d+ elements lacked it$/).waitFor()
    expect(await axeFaults(ada)).toEqual([])
    await open('/editions')
    await ada.getByRole('heading', { name: 'No edition yet' }).waitFor()
    expect(await axeFaults(ada)).toEqual([])
    await publish('As agreed at the start')
  })

  it('proposes a change, which somebody else refuses with a reason, and which is proposed better', async () => {
    await open('/policies/POL-2/edit')
    await ada.getByLabel('Rule').first().fill('Every change has one owner, whoever that is.')
    await ada.getByLabel('Why this change').fill('Two changes could not be taken back.')
    await verb(ada, 'Save and propose').click()
    expect(await ada.getByRole('dialog').getByLabel(/^Why/).inputValue()).toBe('Two changes could not be taken back.')
    await ada.getByRole('dialog').getByLabel('What it changes').fill('Rehearse the way back')
    await ada.getByRole('dialog').getByRole('button', { name: 'Propose' }).click()
    await ada.getByText('may approve: Bo Lind').first().waitFor()
    for (const name of ['Approve', 'Refuse']) expect(await verb(ada, name).count()).toBe(0)
    await open('/proposals/PRO-1', bo)
    expect(await axeFaults(bo)).toEqual([])
    await verb(bo, 'Refuse').click()
    await bo.getByRole('dialog').getByRole('button', { name: 'Refuse' }).click()
    await bo.getByRole('dialog').getByText('Say why.').first().waitFor()
    await bo.keyboard.press('Escape')
    await decide('Refuse', 'It says nothing of the way back.')
    await bo.getByText('Refused', { exact: true }).first().waitFor()
    await open('/proposals/PRO-1')
    await ada.getByText('It says nothing of the way back.').waitFor()
    expect(await axeFaults(ada)).toEqual([])
    await verb(ada, 'Propose again').click()
    await ada.waitForURL('**/proposals/PRO-2')
    await ada.getByRole('link', { name: /^Edit|^Change it/ }).first().click()
    await ada.getByLabel('Rule').first().fill('Every change has one owner, a plan and a rehearsed way back.')
    await ada.keyboard.press('Control+s')
    await ada.locator('ins').getByText('rehearsed').first().waitFor()
  })

  it('approves it as somebody else, and it stands on the page as a new version', async () => {
    await open('/proposals/PRO-2', bo)
    await bo.locator('ins').getByText('rehearsed').first().waitFor()
    await decide('Approve', 'Fits the appetite.')
    await bo.getByText('agreed: Bo Lind (Top management)').first().waitFor()
    await open('/policies/POL-2')
    await ada.getByText('Every change has one owner, a plan and a rehearsed way back.').first().waitFor()
    await ada.getByRole('tab', { name: 'Versions' }).click()
    await ada.getByText(/put in force by Bo Lind/).waitFor()
    expect((await ada.getByRole('main').locator('ins').allTextContents()).join()).toContain('rehearsed')
    expect(await axeFaults(ada)).toEqual([])
  })

  it('publishes an edition, and draws on the page what changed since the first', async () => {
    await open('/editions')
    await publish('With a way back')
    await ada.getByRole('link', { name: 'Compare ED-2 with ED-1' }).click()
    await ada.getByText(/^Compared with ED-1 of/).waitFor()
    await ada.getByRole('main').getByRole('button', { name: /^Changed since ED-1.*before/ }).first().waitFor()
    await ada.locator('#difference').getByText('POL-2 changed').waitFor()
    expect(await axeFaults(ada, { smallTargets: true })).toEqual([])
  })

  it('leaves nothing to complain of in the log or the console', () => {
    expect(at.faults).toEqual([])
  })
})
