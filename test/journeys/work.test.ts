import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFaults, visit } from '../support/browser.ts'
import type { Visit } from '../support/browser.ts'
import { ask, call, foundWithStarter, signedIn } from '../support/people.ts'
import { answer, momentIn, stands, take } from '../support/working.ts'

let at: Visit
let ada: Page
let grace: Page
let omar: Page
let lin: Page
let eva: Page
let network: string
beforeAll(async () => {
  at = await visit()
  ada = at.page
  await foundWithStarter(at)
  const draft = await call(ada, at, 'service.draft', { title: 'Network', body: {} })
  await call(ada, at, 'service.approve', { element: draft.key, revision: draft.revision })
  network = draft.key
  grace = await signedIn(at, 'Grace Holm', ['ROL-6'])
  omar = await signedIn(at, 'Omar Lund', ['ROL-7', 'ROL-8'])
  lin = await signedIn(at, 'Lin Moe', ['ROL-9'])
  eva = await signedIn(at, 'Eva Rud', ['ROL-9'])
  const { rows } = await ask<{ rows: { id: string; name: string }[] }>(ada, at, 'person.list', { text: 'Lin Moe' })
  await call(ada, at, 'holder.appoint', { role: 'ROL-3', person: rows[0]!.id, element: network })
  const routines = await ask<{ rows: { key: string; title: string }[] }>(ada, at, 'routine.list')
  for (const routine of routines.rows) if (routine.title === 'Problem') await call(ada, at, 'holder.appoint', { role: 'ROL-4', person: rows[0]!.id, element: routine.key })
}, 60_000)
afterAll(() => at.close())

const open = (path: string, page: Page) => at.open(path, page)
const keyOf = async (page: Page) => {
  await page.waitForURL(/\/work\/[A-Z]+-\d+$/)
  return new URL(page.url()).pathname.split('/').at(-1)!
}

describe('work in routines, by different people', () => {
  let incident: string
  let major: string
  let problem: string
  let change: string

  it('begins empty, and says what will come there', async () => {
    await open('/work', grace)
    await grace.getByRole('heading', { name: 'Nothing waits for you' }).waitFor()
    expect(await axeFaults(grace)).toEqual([])
  })

  it('takes an incident from whoever answers the telephone, and looks its priority up while they still choose', async () => {
    await grace.getByRole('link', { name: 'Raise a record' }).first().click()
    await grace.getByRole('link', { name: 'Incident', exact: true }).click()
    const form = grace.locator('form')
    await answer(form, { Title: 'Schools cannot reach the network', 'What does not work, for whom, since when': 'Fourteen of 38 sites since nine.', 'Who is hit': 'Everyone, or a critical service' })
    await form.getByText('The priority follows from').waitFor()
    await answer(form, { 'How badly': 'Work has stopped', Service: 'Network' })
    await form.getByText('Critical', { exact: true }).waitFor()
    expect(await axeFaults(grace)).toEqual([])
    await form.getByRole('button', { name: 'Raise', exact: true }).click()
    incident = await keyOf(grace)
    await stands(grace, 'Register')
    expect(await axeFaults(grace)).toEqual([])
  })

  it('declares a major incident from it with two keystrokes, and the two stand on each other', async () => {
    await grace.locator('main').focus()
    await grace.keyboard.press('g')
    await grace.keyboard.press('m')
    await grace.getByRole('heading', { name: 'Declare a major incident' }).waitFor()
    await answer(grace.locator('form'), { 'What we see, in a sentence or two': 'Fourteen sites and two care homes are cut off.' })
    await grace.getByRole('button', { name: 'Declare', exact: true }).click()
    await grace.getByRole('heading', { level: 1, name: 'Schools cannot reach the network' }).waitFor()
    major = await keyOf(grace)
    expect(major).toMatch(/^MAJ-/)
    await grace.getByText('declared', { exact: false }).first().waitFor()
    await grace.getByRole('complementary').getByRole('link', { name: incident }).waitFor()
    await take(grace, 'Take the lead')
    await stands(grace, 'Lead')
  })

  it('waits for the lead, who takes it by the keyboard and says what is known when it is over', async () => {
    await open('/work', omar)
    await omar.getByRole('link', { name: 'Schools cannot reach the network' }).first().waitFor()
    await open(`/work/${major}`, omar)
    await take(omar, 'Restore', { 'Who takes it on': 'Omar Lund' })
    await stands(omar, 'Restore')
    await omar.getByRole('list', { name: 'Clocks' }).getByText('Next update to users').waitFor()
    await take(omar, 'Restored: review it', {
      'Top management told': momentIn(-1), 'Last update to users': momentIn(0), 'Assessed as': 'Not significant', 'Why, and who assessed it': 'Fewer than 5 % of users; Omar Lund.', 'Personal data': 'Not touched',
    })
    await stands(omar, 'Learn')
    await omar.getByRole('complementary').getByText('Raised here').waitFor()
    problem = await omar.getByRole('complementary').getByRole('link', { name: /^PRB-\d+$/ }).innerText()
    expect(await axeFaults(omar)).toEqual([])
  })

  it('goes on as a problem, whose cause is to be removed by a change', async () => {
    await open(`/work/${problem}`, lin)
    await take(lin, 'Analyse', { Priority: 'High', 'Why this priority': 'Schools stand still.', 'What comes back: where, how often, at what cost': 'Node 4 fails in heat.', Category: 'Network' })
    await stands(lin, 'Analyse')
    await open(`/work/${problem}`, omar)
    await take(omar, 'Decide', { Cause: 'Wear or fault', 'What brings it about, and how we know': 'The fan of node 4 is worn out.', 'Way round': 'Open the cabinet.' })
    await stands(omar, 'Decide')
    await open(`/work/${problem}`, lin)
    await take(lin, 'Remove the cause', { Decision: 'Remove the cause', Why: 'It will come back.' })
    await stands(lin, 'Fix')
    change = await lin.getByRole('complementary').getByRole('link', { name: /^CHG-\d+$/ }).innerText()
    expect(await axeFaults(lin)).toEqual([])
  })

  it('lets nobody approve what they asked for, and says who may', async () => {
    await open(`/work/${change}`, omar)
    await take(omar, 'Assess', { 'What is to change, and what for': 'Replace the fan of node 4.', Category: 'Normal' })
    await stands(omar, 'Assess')
    await open(`/work/${change}`, lin)
    await take(lin, 'Ask for approval', {
      Risk: 'Low', 'Plan: steps, tests, who is told': 'Order, tell the schools, replace, look.', 'Way back: how, by when at the latest, who decides': 'The old fan goes back in by noon; Omar decides.', 'Tested how': 'On node 5.',
      'Planned start': momentIn(60), 'Planned end': momentIn(120),
    })
    await stands(lin, 'Approve')
    const approvals = lin.getByRole('list', { name: 'Approvals' })
    await approvals.getByText('somebody else who holds the role decides').waitFor()
    expect(await approvals.getByRole('button', { name: 'Approve' }).count()).toBe(0)
    expect(await axeFaults(lin)).toEqual([])
    await open('/work', eva)
    await eva.getByRole('table', { name: 'Approvals of yours' }).getByRole('link').click()
    await eva.getByRole('list', { name: 'Approvals' }).getByRole('button', { name: 'Approve' }).click()
    await eva.getByLabel(/^What you approve it on/).fill('Small, tested, and it can go back.')
    await eva.getByRole('list', { name: 'Approvals' }).getByRole('button', { name: 'Approve' }).click()
    await eva.getByText(/Eva Rud approved/).waitFor()
    await take(eva, 'Approve')
    await stands(eva, 'Do')
  })

  it('closes the change, then the problem, the major incident and the incident, each with its outcome', async () => {
    await open(`/work/${change}`, omar)
    await take(omar, 'Done', { 'What happened': 'The fan is replaced; temperature fell at once.' })
    await open(`/work/${change}`, lin)
    await take(lin, 'Close', { Outcome: 'Successful' })
    await lin.getByText(/^closed .*Successful$/).waitFor()
    await open(`/work/${problem}`, omar)
    await take(omar, 'Removed')
    await open(`/work/${problem}`, lin)
    await take(lin, 'Close', { Outcome: 'Cause removed', 'Did it help?': 'Not seen again' })
    await lin.getByText(/^closed .*Cause removed$/).waitFor()
    await open(`/work/${major}`, omar)
    await take(omar, 'Close', { Outcome: 'Over, cause removed', 'Apparent cause': 'Wear or fault', 'What brought it about': 'A worn fan.', 'What we change': 'Fans are looked at every year.' })
    await omar.getByText(/^closed .*Over, cause removed$/).waitFor()
    await open(`/work/${incident}`, grace)
    await take(grace, 'Classify')
    await take(grace, 'Not an incident, or known already', { Reason: 'Goes on as the major incident.' })
    await take(grace, 'Close', { Outcome: 'Known already' })
    await grace.getByText(/^closed .*Known already$/).waitFor()
    await open('/work/all?standing=closed', grace)
    const keys = await grace.locator('td[data-column="key"]').allInnerTexts()
    expect(keys.toSorted()).toEqual([change, incident, major, problem].toSorted())
  })

  it('is served without a fault on the way', () => {
    expect(at.faults).toEqual([])
  })
})
