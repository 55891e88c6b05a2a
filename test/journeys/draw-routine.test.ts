import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFaults, visit } from '../support/browser.ts'
import type { Visit } from '../support/browser.ts'
import { ask, call, foundWithStarter } from '../support/people.ts'

/** Ada looks after rooms. She writes no code. */
let at: Visit
let page: Page
beforeAll(async () => {
  at = await visit()
  page = at.page
  await foundWithStarter(at)
  const { person } = await ask<{ person: { id: string } }>(page, at, 'session')
  await call(page, at, 'holder.appoint', { role: 'ROL-6', person: person.id })
})
afterAll(() => at.close())

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' })
const group = (name: string) => page.locator('summary').filter({ hasText: name }).first()

async function open(path: string): Promise<void> {
  await at.open(path)
  await page.waitForLoadState('networkidle')
}

async function choose(label: string, option: string, nth = 0): Promise<void> {
  const box = page.getByRole('combobox', { name: label, exact: true }).nth(nth)
  await box.click()
  await page.getByRole('option', { name: option, exact: true }).first().click()
}

/** Nothing breaks WCAG and nothing is wider than the page, at a desk and on a telephone, in the light and in the dark. */
async function sound(): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    expect(await axeFaults(page)).toEqual([])
  }
  await page.setViewportSize({ width: 390, height: 844 })
  await page.waitForTimeout(300)
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0)
  expect(await axeFaults(page)).toEqual([])
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1440, height: 900 })
}

describe('a room is handed over by a routine that somebody drew', () => {
  it('is drawn from nothing: what it is, three steps, a form', async () => {
    await open('/routines/new')
    await page.getByLabel('Title').fill('Room handover')
    await page.getByLabel('Trigger').fill('A team moves into or out of a room.')
    await page.getByLabel('Purpose').fill('The room is in order when the next ones come.')
    await page.getByLabel('One record is called').fill('room handover')
    await page.getByLabel('Prefix of its records').fill('ROM')
    await choose('Who may raise one', 'anybody in the organisation')
    for (const [number, name] of ['Ask', 'Inspect', 'Hand over'].entries()) {
      await button(number === 0 ? 'Draw the first step' : 'Step after this one').click()
      await page.getByRole('heading', { name: `Step ${number + 1}` }).waitFor()
      await page.getByRole('textbox', { name: 'Name' }).fill(name)
      if (number === 0) {
        await page.getByRole('combobox', { name: 'Responsible role' }).fill('Service desk')
        await page.getByRole('option', { name: 'Service desk' }).first().click()
      }
    }
    await button('Hand over, Operate, Service desk, the routine may end here').waitFor()
    await button('Close, and show the whole routine').click()
    await group('Form').click()
    await button('Add a field').click()
    await page.getByLabel('Label').fill('Room')
    await button('Add a field').click()
    await page.getByLabel('Label').nth(1).fill('State')
    await choose('Type', 'Choice', 1)
    for (const [position, choice] of ['Clean', 'Not clean'].entries()) {
      await button('Add a choice').click()
      await page.getByRole('textbox', { name: `Choices, ${position + 1}` }).fill(choice)
    }
    await group('Outcomes').click()
    await button('Add an outcome').click()
    await page.getByRole('textbox', { name: 'Name' }).fill('Handed over')
    expect(await page.locator('output').filter({ hasText: /^Nothing to mend$/ }).textContent()).toBe('Nothing to mend')
    await sound()
  })

  it('asks for the state when the room is inspected, and sends back what is not clean, by a way that is dragged', async () => {
    await button(/^Inspect, /).click()
    await page.getByRole('checkbox', { name: 'State' }).check()
    const handle = await page.locator('[data-id="s1"] .react-flow__handle.source').boundingBox()
    const target = await page.locator('[data-id="s0"]').boundingBox()
    if (!handle || !target) throw new Error('The drawing has no steps.')
    await page.mouse.move(handle.x + 5, handle.y + 5)
    await page.mouse.down()
    await page.mouse.move(handle.x + 30, handle.y + 60, { steps: 5 })
    await page.mouse.move(target.x + 15, target.y + target.height / 2, { steps: 8 })
    await page.mouse.up()
    await page.getByRole('heading', { name: 'Way 3' }).waitFor()
    await page.getByRole('textbox', { name: 'Name' }).fill('Clean it first')
    await button('Only when: add a condition').click()
    await choose('What', 'State')
    await choose('Value', 'Not clean')
    await button('Clean it first: from Inspect to Ask').waitFor()
    expect(await page.locator('output').filter({ hasText: /^Nothing to mend$/ }).textContent()).toBe('Nothing to mend')
  })

  it('shows a fault where it stands while one types, in the drawing, the form and the text, and takes back by a key', async () => {
    await button(/^Ask, /).click()
    await choose('Add a way to', 'Hand over')
    await page.getByRole('heading', { name: 'Way 4' }).waitFor()
    await page.getByRole('textbox', { name: 'Name' }).fill('')
    await page.getByText('1 thing to mend').waitFor()
    await page.locator('[data-part]').getByText('Fill this in.').waitFor()
    await page.getByRole('tab', { name: 'YAML' }).click()
    await button(/^Line \d+: Fill this in\.$/).waitFor()
    await page.locator('[data-id="w3"]').focus()
    await page.keyboard.press('Delete')
    await page.getByText('Nothing to mend', { exact: true }).waitFor()
    const text = page.getByRole('textbox', { name: 'The routine as YAML' })
    await text.fill((await text.inputValue()).replace('to: hand_over', 'to: cellar'))
    await button(/There is no step cellar; choose one of the steps\.$/).waitFor()
    expect(await axeFaults(page)).toEqual([])
    await page.locator('[data-id="s0"]').focus()
    await page.keyboard.press('Control+z')
    await page.getByText('Nothing to mend', { exact: true }).waitFor()
    await page.getByRole('tab', { name: 'Data' }).click()
  })

  it('is rehearsed with a made-up room, which says what was never tried', async () => {
    await page.getByRole('tab', { name: 'Rehearse' }).click()
    await button('Begin the rehearsal').click()
    await page.getByText('Service desk would have it.').waitFor()
    await button('Inspect').click()
    const onward = button('Hand over')
    expect(await onward.isDisabled()).toBe(true)
    await page.getByText('Fill in "State".').waitFor()
    await choose('State', 'Clean')
    await button('a day on').click()
    await onward.click()
    await button('Close: Handed over').click()
    await page.getByText('2 of 3 ways were tried. Never tried:').waitFor()
    await page.getByText('Inspect → Ask: Clean it first').waitFor()
    await sound()
  })

  it('is put in force, shown as a diagram that is walked by the keyboard, and told in words', async () => {
    await button('Save and put in force').click()
    await page.getByRole('heading', { level: 1, name: 'Room handover' }).waitFor()
    await button('Ask, Operate, Service desk').focus()
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key)
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Hand over: from Inspect to Hand over')
    await page.keyboard.press('Enter')
    await page.getByText('The same in words').click()
    await page.getByText('Clean it first → Ask').waitFor()
    await sound()
  })

  it('runs: a room handover is raised, inspected, handed over and closed', async () => {
    await open('/work/raise/RTN-15')
    await page.getByLabel('Title').fill('Room 3.14 for the new team')
    await page.getByRole('main').getByRole('button', { name: /^Raise/ }).first().click()
    await page.getByRole('heading', { level: 1, name: /Room 3\.14/ }).waitFor()
    const next = page.getByRole('region', { name: 'What to do now' })
    await next.getByRole('button', { name: 'Inspect', exact: true }).click()
    await next.getByText('Inspect').first().waitFor()
    await next.getByRole('button', { name: 'Hand over', exact: true }).click()
    const form = page.getByRole('form', { name: 'Hand over' })
    await form.getByRole('combobox', { name: 'State' }).click()
    await page.getByRole('option', { name: 'Clean', exact: true }).click()
    await form.getByRole('button', { name: 'Hand over' }).click()
    await next.getByRole('button', { name: 'Close', exact: true }).click()
    const end = page.getByRole('form', { name: 'Close' })
    await end.getByRole('combobox', { name: 'Outcome' }).click()
    await page.getByRole('option', { name: 'Handed over' }).click()
    await end.getByRole('button', { name: 'Close' }).click()
    await next.waitFor({ state: 'detached' })
    const { outcome, open: isOpen } = await ask<{ outcome: string; open: boolean }>(page, at, 'record.get', { record: 'ROM-1' })
    expect([outcome, isOpen]).toEqual(['handed_over', false])
  })

  it('left nothing in the log of the page', () => {
    expect(at.faults).toEqual([])
  })
})
