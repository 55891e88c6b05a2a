import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFaults, visit } from '../support/browser.ts'
import type { Visit } from '../support/browser.ts'
import { codeNow } from '../support/sign-in.ts'

const password = 'plain walrus engine lamp'
let at: Visit
let page: Page
let secret = ''
let codes: string[] = []
beforeAll(async () => {
  at = await visit()
  page = at.page
  await page.goto(at.url)
  await page.getByLabel('Organisation').fill('Fjordvik IT')
  await page.getByLabel('Your name').fill('Ada Berg')
  await page.getByLabel('Your e-mail').fill('ada@example.org')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Found it' }).click()
  await page.getByText('Do this next').waitFor()
})
afterAll(() => at.close())

const open = (path: string) => at.open(path)

async function signOut(): Promise<void> {
  await open('/settings/account')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
}

async function giveBackupCode(code: string): Promise<void> {
  await page.getByRole('heading', { name: 'One more step' }).waitFor()
  await page.getByRole('button', { name: 'Use a backup code' }).click()
  await page.getByLabel('Backup code').fill(code)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('link', { name: 'The A3' }).first().waitFor()
}

async function signIn(email = 'ada@example.org', given = password): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(given)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

describe('an account', () => {
  it('gets a second factor by a code to scan and six right digits', async () => {
    await open('/settings/account')
    await page.getByLabel('Your password').fill(password)
    await page.getByRole('button', { name: 'Turn it on' }).click()
    await page.getByRole('img', { name: 'The key for your authenticator app, to be scanned' }).waitFor()
    expect(await axeFaults(page)).toEqual([])
    secret = await page.locator('code').first().innerText()
    codes = await page.locator('ul li', { hasText: /^[A-Za-z0-9]{5}-[A-Za-z0-9]{5}$/ }).allInnerTexts()
    await page.getByLabel('The six digits that the app shows now').fill('000000')
    await page.getByRole('button', { name: 'Turn it on' }).click()
    await page.getByRole('alert').first().waitFor()
    await page.getByLabel('The six digits that the app shows now').fill(codeNow(secret))
    await page.getByRole('button', { name: 'Turn it on' }).click()
    await page.getByText('On. Signing in asks for a code from your app.').waitFor()
    expect(codes.length).toBeGreaterThan(4)
  })

  it('is asked for a code at the next sign-in, and takes a backup code in its place', async () => {
    await signOut()
    await signIn('ada@example.org', 'not this walrus lamp')
    await page.getByRole('alert').first().waitFor()
    await signIn()
    await giveBackupCode(codes[0]!)
    expect(await page.getByRole('heading', { name: 'Sign in' }).count()).toBe(0)
  })

  it('sees where it is signed in, and ends the other session at once', async () => {
    const other = await (await at.browser.newContext()).newPage()
    await other.goto(at.url)
    await other.getByLabel('E-mail').fill('ada@example.org')
    await other.getByLabel('Password').fill(password)
    await other.getByRole('button', { name: 'Sign in' }).click()
    await other.getByLabel('Code').fill(codeNow(secret, 1))
    await other.getByRole('button', { name: 'Continue' }).click()
    await other.getByRole('link', { name: 'The A3' }).first().waitFor()
    await open('/settings/sessions')
    await page.getByRole('button', { name: 'End', exact: true }).click()
    await page.getByRole('button', { name: 'End', exact: true }).waitFor({ state: 'detached' })
    await other.goto(`${at.url}/policies`)
    await other.getByRole('heading', { name: 'Sign in' }).waitFor()
    expect(await other.getByRole('link', { name: 'Policies' }).count()).toBe(0)
    await other.context().close()
  })

  it('changes its password, and the old one opens nothing any more', async () => {
    await open('/settings/account')
    await page.getByLabel('Current password').fill(password)
    await page.getByLabel('New password').fill('quiet copper harbour lantern')
    await page.getByRole('button', { name: 'Change the password' }).click()
    await page.getByText('Password changed').waitFor()
    await signOut()
    await signIn()
    await page.getByRole('alert').first().waitFor()
    await signIn('ada@example.org', 'quiet copper harbour lantern')
    await giveBackupCode(codes[1]!)
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  it('invites a colleague, who chooses a password by the link and is in', async () => {
    await open('/settings/people')
    await page.getByRole('button', { name: 'Add a person' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Grace Hopper')
    await page.getByRole('dialog').getByLabel('E-mail').fill('grace@example.org')
    await page.getByRole('dialog').getByRole('button', { name: /^Add/ }).click()
    await page.getByRole('button', { name: 'Verbs for Grace Hopper' }).click()
    await page.getByRole('menuitem', { name: 'Invite to sign in' }).click()
    const link = await page.getByRole('dialog').locator('code').innerText()
    const theirs = await (await at.browser.newContext()).newPage()
    await theirs.goto(link)
    await theirs.getByRole('heading', { name: 'Welcome, Grace Hopper' }).waitFor()
    await theirs.getByLabel('Password').fill('seven lively otters juggle')
    await theirs.getByRole('button', { name: 'Accept and sign in' }).click()
    await theirs.getByRole('link', { name: 'The A3' }).first().waitFor()
    await theirs.goto(`${at.url}/settings/account`)
    await theirs.getByText('grace@example.org').first().waitFor()
    expect(await theirs.getByText('Ada Berg').count()).toBe(0)
    await theirs.context().close()
  })

  it('is served without a fault on the way', () => {
    expect(at.faults).toEqual([])
  })
})
