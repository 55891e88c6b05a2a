import { createHash } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { axeFaults, visit } from '../support/browser.ts'
import type { Visit } from '../support/browser.ts'
import { ask, call, foundWithStarter } from '../support/people.ts'

let at: Visit
let ada: Page
beforeAll(async () => {
  at = await visit()
  ada = at.page
  await foundWithStarter(at)
  await call(ada, at, 'edition.publish', { title: 'As agreed at the start' })
})
afterAll(() => at.close())

async function open(path: string, page = ada): Promise<void> {
  await at.open(path, page)
  await page.waitForLoadState('networkidle')
}

async function retire(kind: string, key: string): Promise<void> {
  const { revision } = await ask<{ revision: number }>(ada, at, `${kind}.get`, { element: key })
  await call(ada, at, `${kind}.retire`, { element: key, revision, reason: 'Nobody uses it.' })
}

async function rename(kind: string, key: string, title: string): Promise<void> {
  await open(`/${kind}/${key}`)
  await ada.getByRole('heading', { level: 1 }).getByRole('button').click()
  await ada.keyboard.press('ControlOrMeta+a')
  await ada.keyboard.type(title)
  await ada.keyboard.press('Enter')
  await ada.getByRole('heading', { level: 1 }).getByRole('button', { name: title, exact: true }).waitFor()
}

/** What a page offers that would write. */
async function writing(page: Page): Promise<string[]> {
  const names = [...(await page.getByRole('main').getByRole('button').allInnerTexts()), ...(await page.getByRole('main').getByRole('link').allInnerTexts())]
  return names.filter((name) => /^(Add|Appoint|Draft|Edit|Fill|Go live|Import|Keep|Link|Make|New|Propose|Publish|Put|Record|Rename|Start|State|Strike|Write)\b/.test(name))
}

const sheet = () => ada.getByRole('main')

describe('editions of the A3', () => {
  it('let the A3 say how much has changed since', async () => {
    await open('/')
    await ada.getByText('ED-1', { exact: false }).first().waitFor()
    await sheet().getByText(/changed since: 0/).waitFor()
    await rename('policies', 'POL-2', 'Changing things')
    await rename('roles', 'ROL-7', 'Expert')
    await retire('measure', 'MSR-10')
    await open('/')
    await sheet().getByText(/changed since: [1-9]/).waitFor()
    expect(await axeFaults(ada, { smallTargets: true })).toEqual([])
  })

  it('are compared with the page: marks are drawn and the list names what changed', async () => {
    await ada.keyboard.press('c')
    await ada.getByRole('dialog').getByRole('button', { name: 'Compare', exact: true }).click()
    await ada.getByText(/^Compared with ED-1 of/).waitFor()
    expect(new URL(ada.url()).search).toContain('compare=ED-1')
    await sheet().getByRole('button', { name: /^Changed since ED-1.*before, .*Change/ }).first().waitFor()
    await sheet().getByRole('complementary', { name: /^Removed since ED-1/ }).getByText('MSR-10').waitFor()
    const list = ada.locator('#difference')
    for (const [section, key, words] of [['Policies and principles', 'POL-2', 'changed'], ['Roles', 'ROL-7', 'changed'], ['Measures', 'MSR-10', 'removed']] as const) {
      expect(await list.getByRole('region', { name: section }).getByRole('listitem').filter({ hasText: `${key} ${words}` }).count()).toBe(1)
    }
    expect(await axeFaults(ada, { smallTargets: true })).toEqual([])
    await ada.getByRole('button', { name: 'Stop comparing' }).click()
    await list.waitFor({ state: 'detached' })
    expect(await sheet().getByRole('button', { name: /^Changed since/ }).count()).toBe(0)
    expect(new URL(ada.url()).search).not.toContain('compare')
  })

  it('are compared by an address alone, also on a telephone', async () => {
    await open('/?compare=ED-1')
    await ada.getByText(/^Compared with ED-1 of/).waitFor()
    const phone = await at.newPage({ width: 390, height: 844 })
    for (const path of ['/?compare=ED-1', '/editions', '/editions/ED-1']) {
      await open(path, phone)
      expect([path, await phone.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)]).toEqual([path, 0])
      expect([path, ...(await axeFaults(phone, { smallTargets: true }))]).toEqual([path])
    }
    await phone.close()
  })

  it('show their difference before the next one is published', async () => {
    await open('/editions')
    await ada.getByRole('button', { name: 'Publish an edition' }).click()
    const dialog = ada.getByRole('dialog')
    const preview = dialog.getByRole('region', { name: 'What changed since the last edition' })
    await preview.getByText(/^Since ED-1/).waitFor()
    await preview.getByText('MSR-10 removed').waitFor()
    for (const height of [900, 520]) {
      await ada.setViewportSize({ width: 1440, height })
      const [publish, frame] = [await dialog.getByRole('button', { name: 'Publish', exact: true }).boundingBox(), await dialog.boundingBox()]
      expect([height, publish!.y + publish!.height <= Math.min(height, frame!.y + frame!.height), frame!.y >= 0]).toEqual([height, true, true])
    }
    await ada.setViewportSize({ width: 1440, height: 900 })
    expect(await axeFaults(ada)).toEqual([])
    await dialog.getByLabel('Title').fill('After the first week')
    await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
    await ada.getByRole('link', { name: 'ED-2', exact: true }).waitFor()
    expect(await ada.getByRole('list', { name: 'Editions' }).innerText()).toMatch(/After the first week[^]*Published .* by Ada Berg, as/)
    expect(await axeFaults(ada)).toEqual([])
    await ada.getByRole('button', { name: 'Publish an edition' }).click()
    await dialog.getByText(/^Nothing has changed since ED-2/).waitFor()
    expect(await dialog.getByRole('button', { name: 'Publish all the same' }).isVisible()).toBe(true)
    await ada.keyboard.press('Escape')
  })

  it('are downloaded as one page of paper and as data whose hash anybody can work out', async () => {
    const { editions } = await ask<{ editions: { key: string; hash: string; pdfHash: string }[] }>(ada, at, 'edition.list')
    const first = editions.find((edition) => edition.key === 'ED-1')
    const address = await ada.getByRole('link', { name: 'PDF of ED-1' }).getAttribute('href')
    const pdf = await (await ada.request.get(`${at.url}${address}`)).body()
    expect((pdf.toString('latin1').match(/\/Type\s*\/Page(?!s)/g) ?? []).length).toBe(1)
    expect(createHash('sha256').update(pdf).digest('hex')).toBe(first?.pdfHash)
    const [download] = await Promise.all([ada.waitForEvent('download'), ada.getByRole('link', { name: 'Data of ED-1' }).click()])
    expect(download.suggestedFilename()).toMatch(/^a3-ED-1-\d{4}-\d\d-\d\d\.json$/)
    const { hashed, format } = await ask<{ hashed: string; format: string }>(ada, at, 'edition.document', { edition: 'ED-1' })
    expect([format, createHash('sha256').update(hashed).digest('hex')]).toEqual(['wellrun-edition/1', first?.hash])
  })

  it('give way to days: a day before there was anything shows an empty page and breaks none', async () => {
    const { organisation: { today } } = await ask<{ organisation: { today: string } }>(ada, at, 'session')
    const before = `${Number(today.slice(0, 4)) - 1}${today.slice(4)}`
    await open(`/?compare=${before}`)
    await ada.getByText(/^Compared with /).waitFor()
    await ada.locator('#difference').getByText('POL-1 added').waitFor()
    for (const path of ['/roles', '/routines', '/measures', '/reviews', '/scope', '/objectives', '/services', '/proposals', '/editions', '/xray', '/evidence', '/operating-model']) {
      await open(`${path}?asOf=${before}`)
      const text = await ada.getByRole('main').innerText()
      expect([path, /went wrong|unexpected|Reference/i.test(text)]).toEqual([path, false])
      expect([path, await writing(ada)]).toEqual([path, []])
    }
    for (const path of ['/', '/policies']) {
      await open(`${path}?asOf=${before}`)
      expect([path, await writing(ada)]).toEqual([path, []])
      expect([path, ...(await axeFaults(ada, { smallTargets: path === '/' }))]).toEqual([path])
    }
  })

  it('leave nothing to complain of in the log or the console', () => {
    expect(at.faults).toEqual([])
  })
})
