import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium } from 'playwright-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { parseSettings } from '../../src/kernel/settings.ts'
import { startServer } from '../../src/server/server.ts'
import type { Running } from '../../src/server/server.ts'

/** Debian's Chromium without anything that calls home. */
const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage',
]

type Size = { width: number; height: number }
export type Visit = { running: Running; url: string; browser: Browser; page: Page; faults: string[]; open: (path: string, page?: Page) => Promise<void>; newPage: (size?: Size) => Promise<Page>; /** In a browser that nobody has signed in with yet. */ newBrowser: (size?: Size) => Promise<Page>; close: () => Promise<void> }

/** A server of its own on an empty data folder, and a real Chromium in front of it. What the pages complain of is kept in `faults`. */
export async function visit(): Promise<Visit> {
  const folder = mkdtempSync(join(tmpdir(), 'wellrun-journey-'))
  const settings = { ...parseSettings({ PORT: String(await freePort()), WELLRUN_DATA: folder }), secret: 'a secret of this journey, at least 32 characters' }
  const log = { info: () => {}, warn: (text: string) => void faults.push(text), error: (text: string) => void faults.push(text) }
  const faults: string[] = []
  const running = await startServer(settings, log)
  const url = `http://localhost:${running.port}`
  const browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: flags })
  const newContext = () => browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Oslo' })
  const open = async (context: BrowserContext, size: Size = { width: 1440, height: 900 }) => {
    const page = await context.newPage()
    await page.setViewportSize(size)
    page.setDefaultTimeout(20_000)
    page.on('response', (response) => {
      if (response.status() >= 500) void response.text().then((text) => faults.push(`${response.status()} ${response.url()}: ${text.slice(0, 300)}`))
    })
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) faults.push(message.text())
    })
    return page
  }
  const context = await newContext()
  const first = await open(context)
  return {
    running, url, browser, faults, page: first,
    open: async (path, page = first) => {
      await page.goto(`${url}${path}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
    },
    newPage: (size) => open(context, size), newBrowser: async (size) => open(await newContext(), size),
    close: async () => {
      await browser.close()
      await running.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A port that nothing listens on. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

/**
 * What breaks WCAG 2.2 AA on the page as it stands, a line each. On the A3 the matrix keeps the height that paper gives it; the page of the
 * scope has the same cells at the size of a finger (2.5.8, equivalent), so `smallTargets` leaves the size of targets out.
 */
export async function axeFaults(page: Page, options: { smallTargets?: boolean } = {}): Promise<string[]> {
  // What is fading in or out has no contrast of its own yet.
  await page.evaluate(() => Promise.race([Promise.allSettled(document.getAnimations().map((animation) => animation.finished)), new Promise((resolve) => setTimeout(resolve, 2000))]))
  const builder = new AxeBuilder({ page }).options({ resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
  const { violations } = await (options.smallTargets ? builder.disableRules(['target-size']) : builder).analyze()
  return violations.flatMap((v) => v.nodes.slice(0, 3).map((node) => `${v.id}: ${node.target.join(' ')}`))
}
