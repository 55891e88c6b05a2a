import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFaults, visit } from '../support/browser.ts'
import type { Visit } from '../support/browser.ts'
import { ask, call, foundWithStarter, signedIn } from '../support/people.ts'
import { answer, stands, take } from '../support/working.ts'

let at: Visit
let sara: Page
let rolf: Page
let tove: Page
let risk: string
beforeAll(async () => {
  at = await visit()
  await foundWithStarter(at)
  sara = await signedIn(at, 'Sara Vik', ['ROL-11'])
  rolf = await signedIn(at, 'Rolf Dahl', ['ROL-10'])
  tove = await signedIn(at, 'Tove Aas', ['ROL-2'])
}, 60_000)
afterAll(() => at.close())

const open = (page: Page) => at.open(`/work/${risk}`, page)
const rated = { 'Likelihood without any control': 'Likely', 'Consequence without any control': 'Major' }
/** A day so many days ahead, as a field for a day takes it. */
const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

describe('a risk above appetite', () => {
  it('is written down by whoever saw it, with its owner', async () => {
    await at.open('/work/raise', sara)
    await sara.getByRole('link', { name: 'Risk', exact: true }).click()
    const form = sara.locator('form')
    await answer(form, { Title: 'One supplier holds the only key to the archive', 'What may happen, and from what cause': 'If they fail, nobody reads the archive again.', Kind: 'Supplier or other party' })
    await form.getByRole('button', { name: 'Raise', exact: true }).click()
    await sara.waitForURL(/\/work\/RSK-\d+$/)
    risk = new URL(sara.url()).pathname.split('/').at(-1)!
    await take(sara, 'Rate', { 'Who takes it on': 'Rolf Dahl' })
    await stands(sara, 'Assess')
    expect(await axeFaults(sara)).toEqual([])
  })

  it('is looked up on the grid, not multiplied, and what is above appetite cannot be carried as if it were within', async () => {
    await open(rolf)
    const now = rolf.getByRole('region', { name: 'What to do now' })
    await take(rolf, 'Ask for acceptance', {
      'What customers would feel': 'No case from before 2019 can be opened.', 'What holds it down today': 'A contract, and a visit a year.', ...rated, 'Likelihood today': 'Possible', 'Consequence today': 'Major', Treatment: 'Carry it',
      'Why it may be carried above appetite': 'A second key would cost 2 million a year.', 'Accepted until': dayIn(500),
    })
    await stands(rolf, 'Accept')
    await rolf.getByText('High', { exact: true }).first().waitFor()
    expect(await now.getByRole('button', { name: 'Carry: within appetite' }).count()).toBe(0)
  })

  it('cannot be accepted by its owner, nor for longer than a year', async () => {
    const approvals = rolf.getByRole('list', { name: 'Approvals' })
    await approvals.getByText(/Only Top management may decide/).waitFor()
    expect(await approvals.getByRole('button', { name: 'Approve' }).count()).toBe(0)
    await at.open('/work', tove)
    await tove.getByRole('table', { name: 'Approvals of yours' }).getByRole('link').click()
    await stands(tove, 'Accept')
    await tove.getByRole('region', { name: 'What to do now' }).getByText('It ends within twelve months').waitFor()
    await tove.getByRole('button', { name: 'Change Accepted until' }).click()
    await tove.getByLabel('Accepted until').fill(dayIn(300))
    await tove.getByRole('button', { name: 'Save' }).click()
    await tove.getByRole('button', { name: 'Change Accepted until' }).waitFor()
    expect(await axeFaults(tove)).toEqual([])
  })

  it('is accepted by top management, by name, with the reason and until a day', async () => {
    await approve(tove, 'The alternative costs more than the archive is worth.')
    await take(tove, 'Accept')
    await stands(tove, 'Watch')
    await tove.getByText('Tove Aas').first().waitFor()
    await tove.getByRole('list', { name: 'Clocks' }).getByText('Acceptance ends').waitFor()
    expect(await tove.getByRole('list', { name: 'Clocks' }).getByText('Accepted anew').count()).toBe(0)
    expect(await axeFaults(tove)).toEqual([])
  })

  it('keeps what was accepted from whoever might lengthen it by hand', async () => {
    await open(rolf)
    await stands(rolf, 'Watch')
    await rolf.getByRole('button', { name: 'Change Likelihood today' }).waitFor()
    for (const kept of ['Accepted by', 'Accepted until', 'Level that was accepted', 'Why it may be carried above appetite']) expect(await rolf.getByRole('button', { name: `Change ${kept}` }).count(), kept).toBe(0)
    const { revision } = await ask<{ revision: number }>(rolf, at, 'record.get', { record: risk })
    await expect(call(rolf, at, 'record.fill', { record: risk, revision, fields: { accepted_until: dayIn(360) } })).rejects.toThrow('is filled in at')
  })

  it('has a stale acceptance as soon as it is rated otherwise, and cannot be closed over it', async () => {
    await rolf.keyboard.press('e')
    await answer(rolf.locator('main'), { 'Likelihood today': 'Likely', 'Consequence today': 'Disastrous' })
    await rolf.getByRole('button', { name: 'Save' }).click()
    await rolf.getByRole('list', { name: 'Clocks' }).getByText('Accepted anew').waitFor()
    await rolf.getByText('What was accepted is still what it is rated; otherwise rate it again').first().waitFor()
    expect(await axeFaults(rolf)).toEqual([])
  })

  it('goes back to be rated, and a severe one is treated, for nobody may accept it', async () => {
    await take(rolf, 'Rate again', { Reason: 'The supplier lost half of its people.' })
    await stands(rolf, 'Assess')
    const now = rolf.getByRole('region', { name: 'What to do now' })
    await now.getByRole('button', { name: 'Treat', exact: true }).waitFor()
    expect(await now.getByRole('button', { name: 'Ask for acceptance', exact: true }).count()).toBe(0)
  })

  it('is served without a fault on the way', () => {
    expect(at.faults).toEqual([])
  })
})

async function approve(page: Page, reason: string): Promise<void> {
  const approvals = page.getByRole('list', { name: 'Approvals' })
  await approvals.getByRole('button', { name: 'Approve' }).click()
  await page.getByLabel(/^What you approve it on/).fill(reason)
  await approvals.getByRole('button', { name: 'Approve' }).click()
  await page.getByText(/approved/).first().waitFor()
}
