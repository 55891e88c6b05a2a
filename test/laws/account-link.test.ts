import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { freePort, startServer, wellrun } from '../support/wellrun.ts'

const folder = mkdtempSync(join(tmpdir(), 'wellrun-account-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('whoever runs the machine lets somebody who lost the password back in, once', async () => {
  const settings = { WELLRUN_DATA: join(folder, 'data'), PORT: await freePort(), HOST: '127.0.0.1' }
  const found = ['organisation', 'found', '--name', 'Fjordvik', '--founder-name', 'Ada Berg', '--founder-email', 'ada@example.org', '--password-stdin']
  expect((await wellrun(found, settings, { input: 'seven lively otters juggle\n' })).code).toBe(0)
  const made = await wellrun(['account', 'link', '--email', 'Ada@example.org', '--json'], settings)
  const { link } = JSON.parse(made.stdout) as { link: string }
  const server = await startServer(settings)
  const post = (path: string, body: object) =>
    fetch(`${server.url}/api/auth/${path}`, { method: 'POST', headers: { origin: server.url, 'content-type': 'application/json' }, body: JSON.stringify(body) }).then((response) => response.status)
  const chosen = { token: new URL(link).hash.slice(1), newPassword: 'quiet copper harbour lantern' }
  const answers = [await post('reset-password', chosen), await post('reset-password', chosen), await post('sign-in/email', { email: 'ada@example.org', password: chosen.newPassword })]
  await server.stop()
  expect(answers).toEqual([200, 400, 200])
  const stranger = await wellrun(['account', 'link', '--email', 'nobody@example.org'], settings)
  expect([stranger.code, stranger.stderr]).toEqual([1, 'Nobody signs in as nobody@example.org.\n'])
})
