import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFaults, visit } from '../support/browser.ts'
import type { Visit } from '../support/browser.ts'
import { answer, momentIn } from '../support/working.ts'

let at: Visit
let page: Page
beforeAll(async () => {
  at = await visit()
  page = at.page
})
afterAll(() => at.close())

async function call<T = { key: string; revision: number }>(name: string, data: object): Promise<T> {
  const answer = await page.request.post(`${at.url}/api/${name}`, { data, headers: { origin: at.url } })
  if (!answer.ok()) throw new Error(`${name}: ${await answer.text()}`)
  return (await answer.json()) as T
}

async function enact(kind: string, draft: object): Promise<string> {
  const { key, revision } = await call(`${kind}.draft`, { body: {}, ...draft })
  await call(`${kind}.approve`, { element: key, revision })
  return key
}

/** Pictures for whoever looks at them, where SHOTS names a folder. */
async function shoot(name: string) {
  const folder = process.env['SHOTS']
  if (!folder) return
  for (const [width, height] of [[1440, 900], [390, 844]] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height })
      await page.emulateMedia({ colorScheme })
      await page.waitForTimeout(150)
      await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png`, fullPage: true })
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.emulateMedia({ colorScheme: 'light' })
}

/** A routine of two steps that anybody may use. */
function routineOf(noun: string, prefix: string) {
  const step = (id: string, name: string, end: boolean) => ({ id, name, process: 'change', role: 'ROL-1', rasci: { accountable: '', supporting: [], consulted: [], informed: [] }, required: [], end })
  return {
    trigger: 'Somebody asks.', purpose: 'It is done well.', recordNoun: noun, recordPrefix: prefix, raisedBy: 'anybody', steps: [step('plan', 'Plan', false), step('done', 'Done', true)],
    transitions: [{ id: 'do', from: 'plan', to: 'done', name: 'Do it' }], outcomes: [{ id: 'well', name: 'Well', result: 'successful' }],
  }
}
const instantField = (id: string, label: string) => ({ id, label, type: 'instant', choices: [], elementKind: '', hint: '' })

const hours = (from: number) => new Date(Math.floor(Date.now() / 60_000) * 60_000 + from * 3_600_000).toISOString()
const choose = async (label: string, text: string) => {
  await page.getByLabel(label, { exact: true }).click()
  await page.keyboard.type(text)
  await page.getByRole('option', { name: text }).first().click()
}

describe('outages', () => {
  it('teach where there are none, and one is registered by the keyboard and ended with one button', async () => {
    await call('organisation.found', { name: 'Fjordvik IT', founderName: 'Ada Berg', founderEmail: 'ada@example.org', password: 'plain walrus engine lamp' })
    const network = await enact('service', { title: 'Network' })
    await enact('service', { title: 'Mail', links: [{ type: 'dependsOn', to: network }] })
    await at.open('/outages')
    await page.getByRole('heading', { name: 'No outages yet' }).waitFor()
    expect(await axeFaults(page)).toEqual([])
    await shoot('outages-empty')
    await page.keyboard.press('n')
    await page.getByRole('dialog').waitFor()
    await choose('Service', 'Mail')
    await page.getByLabel('What happens').fill('No mail goes out')
    expect(await axeFaults(page)).toEqual([])
    await shoot('outage-dialog')
    await page.getByRole('button', { name: 'Register', exact: true }).click()
    await page.waitForURL('**/outages/OUT-1')
    await page.getByText('goes on, unplanned').first().waitFor()
    expect(await axeFaults(page)).toEqual([])
  })

  it('of planned work show what they collide with in the calendar, and what is frozen', async () => {
    await call('outage.register', { service: 'SVC-1', start: hours(20), end: hours(22), planned: true, title: 'New switches' })
    await call('outage.register', { service: 'SVC-2', start: hours(21), end: hours(23), planned: true, title: 'New release' })
    await call('freeze.declare', { title: 'Year-end', from: hours(22), to: hours(60) })
    await call('outage.register', { service: 'SVC-2', start: hours(-30), end: hours(-26), title: 'Disk full', share: 0.4 })
    await at.open('/outages/calendar')
    await page.getByText('one depends on the other').waitFor()
    await page.getByText('falls into the freeze Year-end').waitFor()
    expect(await axeFaults(page)).toEqual([])
    await shoot('calendar')
    await page.getByRole('button', { name: 'Week' }).click()
    await page.waitForURL('**view=week**')
    await at.open('/outages')
    await page.getByRole('link', { name: 'Disk full' }).waitFor()
    expect(await axeFaults(page)).toEqual([])
    await shoot('outages')
    await at.open('/outages/OUT-4')
    await shoot('outage')
    await at.open('/services/SVC-2')
    await page.getByRole('heading', { name: 'Outages in the last twelve months' }).waitFor()
    await page.getByRole('img', { name: /Lost time per day/ }).waitFor()
    expect(await axeFaults(page)).toEqual([])
    await shoot('service')
    await at.open('/outages/OUT-1')
    await page.getByRole('button', { name: 'It is over now' }).click()
    await page.getByText('Ended OUT-1').waitFor()
  })

  it('stand beside changes that say when they are planned: what collides is said while one raises it, to whoever decides, and in the calendar', async () => {
    await enact('role', { title: 'Facilities', body: { purpose: 'Keeps rooms.', responsibilities: ['Keeps rooms'], authorities: [] } })
    await enact('routine', { title: 'Change', body: { ...routineOf('change', 'CHG'), fields: [instantField('starts', 'Planned start'), instantField('ends', 'Planned end')], window: { from: 'starts', to: 'ends' } } })
    await at.open('/work/raise/RTN-1')
    await page.getByLabel('Title').fill('New firewall rules')
    await answer(page.locator('form'), { Service: 'Network', 'Planned start': momentIn(21 * 60), 'Planned end': momentIn(24 * 60) })
    await page.getByText('Falls into the freeze “Year-end”').waitFor()
    await page.getByText('Collides with OUT-3').waitFor()
    expect(await axeFaults(page)).toEqual([])
    await shoot('change-raise')
    await page.getByRole('button', { name: /^Raise/ }).click()
    await page.waitForURL('**/work/CHG-1')
    await page.getByRole('heading', { name: 'In the calendar' }).waitFor()
    await page.getByText('Collides with OUT-2 “New switches” on Network').waitFor()
    expect(await axeFaults(page)).toEqual([])
    await shoot('change')
    await at.open('/outages/calendar')
    await page.getByRole('link', { name: /CHG-1 Network/ }).first().waitFor()
    expect(await axeFaults(page)).toEqual([])
    await shoot('calendar-change')
    await page.getByRole('link', { name: /CHG-1 Network/ }).first().click()
    await page.waitForURL('**/work/CHG-1')
    await at.open('/services/SVC-1')
    await page.getByRole('list', { name: 'Planned in the next two weeks' }).getByRole('link', { name: /CHG-1 New firewall rules/ }).waitFor()
    await shoot('service-ahead')
  })

  it('are found by their key from anywhere', async () => {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search or jump' }).fill('out 2')
    await page.getByRole('option', { name: /OUT-2 New switches/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL('**/outages/OUT-2')
    expect(await axeFaults(page)).toEqual([])
  })

  it('come from a file whose unknown service is drafted because somebody says so, and bad dates are kept apart', async () => {
    await at.open('/outages/import')
    const text = 'id,service,start,end\n1,Mail,2026-03-01 10:00,2026-03-01 11:00\n2,Wiki,2026-03-02 10:00,2026-03-02 10:30\n3,Mail,"Aug 5, 22025 10:00",\n'
    await page.getByLabel('Files').setInputFiles({ name: 'outages.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
    await page.getByText('The year 22025 cannot be').waitFor()
    await page.getByRole('checkbox', { name: 'Draft it' }).click()
    await page.getByText('3 rows: 2 new').waitFor()
    expect(await axeFaults(page)).toEqual([])
    await shoot('outage-import')
    await page.getByRole('button', { name: 'Import 2 outages' }).click()
    await page.getByText('SVC-3 Wiki').waitFor()
    expect(await axeFaults(page)).toEqual([])
  })
})

describe('configuration items', () => {
  it('teach where there are none; one is added, related, and shows what stands on it', async () => {
    await at.open('/items')
    await page.getByRole('heading', { name: 'No items yet' }).waitFor()
    expect(await axeFaults(page)).toEqual([])
    await page.keyboard.press('n')
    await page.getByRole('dialog').waitFor()
    await page.getByLabel('Name').fill('host-01')
    await page.getByLabel('Type', { exact: true }).fill('server')
    expect(await axeFaults(page)).toEqual([])
    await shoot('item-dialog')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    await page.waitForURL('**/items/CI-1')
    await call('item.add', { name: 'mail-vm', type: 'virtual machine', services: ['SVC-2'] })
    await page.getByRole('button', { name: 'Relate', exact: true }).click()
    await choose('host-01', 'carries')
    await choose('Other item', 'mail-vm')
    await page.getByRole('dialog').getByRole('button', { name: 'Relate' }).click()
    await page.getByText('stands on CI-2').waitFor()
    expect(await axeFaults(page)).toEqual([])
    await shoot('item')
    await at.open('/items')
    await page.getByLabel('Filter').fill('mail')
    await page.getByRole('link', { name: 'host-01' }).waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'mail-vm' }).waitFor()
    await page.getByLabel('Filter').fill('')
    await page.getByRole('link', { name: 'host-01' }).waitFor()
    await shoot('items')
  })

  it('are what a record is about: chosen when it is raised, and the item lists it', async () => {
    await at.open('/work/raise/RTN-1')
    await page.getByLabel('Title').fill('More memory')
    await page.getByText('More that is known already').click()
    await answer(page.locator('form'), { 'Configuration item': 'host-01' })
    await page.getByRole('button', { name: /^Raise/ }).click()
    await page.waitForURL('**/work/CHG-2')
    await page.getByRole('link', { name: 'host-01' }).click()
    await page.waitForURL('**/items/CI-1')
    await page.getByRole('list', { name: 'Records' }).getByText('More memory').waitFor()
    expect(await axeFaults(page)).toEqual([])
    await shoot('item-records')
  })

  it('come from a file by a mapping that is suggested, looked over and tried', async () => {
    await at.open('/items/import')
    await page.getByLabel('Files').setInputFiles({ name: 'register.csv', mimeType: 'text/csv', buffer: Buffer.from('Asset Tag,Hostname,Class,OS,Runs on\nT-1,web-01,server,Debian,T-2\nT-2,host-02,host,,\n,lost,,,\n') })
    await page.getByText('3 rows: 2 new').waitFor()
    await page.getByText('The key is empty').waitFor()
    expect(await axeFaults(page)).toEqual([])
    await shoot('item-import')
    await page.getByRole('button', { name: 'Import 2 items' }).click()
    await page.getByText('2 items are new.').waitFor()
    expect(await axeFaults(page)).toEqual([])
    for (const item of ['CI-3', 'CI-4']) await call('item.retire', { item, revision: 1, reason: 'Not of this sample.' })
  })

  it('are verified by a sample that anybody can draw again', async () => {
    await at.open('/items/samples')
    await page.getByRole('button', { name: 'Draw a sample' }).click()
    await page.getByLabel('Seed').fill('2026-Q4')
    await page.getByRole('button', { name: 'Draw', exact: true }).click()
    await page.waitForURL('**/items/samples/VER-1')
    await page.getByRole('button', { name: 'host-01: As recorded' }).click()
    await page.getByLabel('What differs of mail-vm').fill('It has more memory')
    await page.getByRole('button', { name: 'mail-vm: Differs' }).click()
    await page.getByText('1 of 2 right: 50 %').waitFor()
    await enact('routine', { title: 'Nonconformity', body: { ...routineOf('nonconformity', 'NCR'), fields: [{ ...instantField('finding', 'What was found'), type: 'long text' }], findingsIn: 'finding' } })
    await at.open('/items/samples/VER-1')
    await page.getByRole('button', { name: 'Raise a nonconformity' }).click()
    await page.getByRole('link', { name: 'NCR-1' }).waitFor()
    expect(await axeFaults(page)).toEqual([])
    await shoot('sample')
    await page.getByRole('link', { name: 'NCR-1' }).click()
    await page.waitForURL('**/work/NCR-1')
    await page.getByRole('heading', { name: 'CI-2 mail-vm is not as recorded' }).waitFor()
    await page.getByText('It has more memory').first().waitFor()
    await page.getByRole('link', { name: 'VER-1' }).waitFor()
    expect(await axeFaults(page)).toEqual([])
    await shoot('nonconformity')
    await at.open('/items/samples')
    await page.getByText('1 of 2 right').waitFor()
    expect(await axeFaults(page)).toEqual([])
    expect(at.faults).toEqual([])
  })
})
