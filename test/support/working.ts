import type { Locator, Page } from 'playwright-core'

/** What is written into a form, by the label of each field: a text, a choice, a moment such as 2026-03-02T09:14, or a person who is looked up. */
export type Answers = Record<string, string>

/** Writes each answer into the field of that label, whatever control it has. */
export async function answer(form: Locator, answers: Answers): Promise<void> {
  const page = form.page()
  for (const [label, said] of Object.entries(answers)) {
    const field = form.getByLabel(new RegExp(`^${label.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}( optional)?$`)).first()
    await field.waitFor()
    if ((await field.getAttribute('role')) !== 'combobox') await field.fill(said)
    else {
      const typed = (await field.evaluate((one) => one.tagName)) === 'INPUT'
      // What the form proposes already need not be chosen again; writing the same opens no list.
      if (typed && (await field.inputValue()) === said) continue
      if (typed) await field.fill(said)
      else await field.click()
      await page.getByRole('option', { name: said }).first().click()
    }
  }
}

/** Takes a way out of the step that the page shows, and answers what it asks. */
export async function take(page: Page, way: string, answers?: Answers): Promise<void> {
  const now = page.getByRole('region', { name: 'What to do now' })
  await now.getByRole('button', { name: way, exact: true }).first().click()
  if (!answers) return
  const form = page.getByRole('form', { name: way, exact: true })
  await answer(form, answers)
  await form.getByRole('button', { name: way, exact: true }).click()
}

/** The record has come to this step. */
export async function stands(page: Page, step: string): Promise<void> {
  await page.getByRole('list', { name: 'Steps' }).locator('[aria-current="step"]').filter({ hasText: step }).waitFor()
}

/** Half an hour before or after now and so on, as a field for a moment takes it in UTC. */
export function momentIn(minutes: number): string {
  return new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 16)
}

/** Goes on with Tab until the focus is on the control of that name. */
export async function tabTo(page: Page, name: string): Promise<void> {
  for (let turn = 0; turn < 60; turn++) {
    const here = await page.evaluate(() => {
      const active = document.activeElement
      const labels = active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement || active instanceof HTMLButtonElement ? [...(active.labels ?? [])].map((label) => label.textContent) : []
      return active?.getAttribute('aria-label') ?? labels[0] ?? active?.textContent ?? ''
    })
    if (here.replace(/ optional$/, '').trim() === name) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not come to "${name}".`)
}
