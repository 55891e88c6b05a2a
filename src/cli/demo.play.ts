import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Runtime } from '../kernel/runtime.ts'
import { seal } from '../kernel/ledger.seal.ts'
import type { LedgerKey } from '../kernel/ledger.head.ts'
import { findInvitation, join } from '../modules/organisation/join.actions.ts'
import { withDays } from '../modules/demo/days.ts'
import { script } from '../modules/demo/script.ts'
import type { Script } from '../modules/demo/script.ts'
import { parseYaml } from '../modules/transfer/yaml.ts'
import { makeStage } from './demo.stage.ts'
import type { Stage } from './demo.stage.ts'
import { playEvent } from './demo.steps.ts'

const root = fileURLToPath(new URL('../../content/demo/', import.meta.url))

/** What happens in the demo, with its days counted from `today`. Throws where the script breaks its schema. */
async function readScript(today: string): Promise<Script> {
  const text = await readFile(`${root}events.yaml`, 'utf8')
  return script.parse(parseYaml(withDays(text, today), 'events.yaml')[0]?.value)
}

/** Makes the account of somebody who signs in, and answers its id. */
type MakeAccount = (person: { name: string; email: string }) => Promise<string>
type Played = { organisationId: string; accounts: { name: string; email: string; as: string }[] }

/**
 * Founds the demo organisation, simulated for good, and plays its history through the ordinary actions, each person's by that person, until the day
 * before `today`. The same day and seed give the same system.
 */
export async function playDemo(ground: Pick<Runtime, 'database' | 'log' | 'vault'> & { key: LedgerKey }, options: { today: string; seed?: number; account?: MakeAccount }): Promise<Played> {
  const { today, account } = options
  const { events, seed, signIn } = await readScript(today)
  const stage = makeStage(ground, { today, seed: options.seed ?? seed })
  const sealed = () => seal(ground.database.sql, stage.organisation().organisation.id, ground.key, stage.runtime.now())
  const staging = { stage, folder: (name: string) => filesOf(name, today), content: async (name: string) => parseYaml(withDays(await readFile(`${root}${name}`, 'utf8'), today), name)[0]?.value, seal: sealed, names: new Map() }
  for (const event of events) stage.on(event.day, () => playEvent(staging, event))
  await stage.play()
  const accounts = account ? await invited(stage, signIn, account) : []
  await sealed()
  return { organisationId: stage.organisation().organisation.id, accounts }
}

/** Those who sign in are invited by the founder and accept, as everybody is. */
async function invited(stage: Stage, signIn: Script['signIn'], account: MakeAccount): Promise<Played['accounts']> {
  const accounts: Played['accounts'] = []
  for (const { person, as } of signIn) {
    const { link } = await stage.act<{ link: string }>('person.invite', { person: await stage.person(person) }, stage.founder())
    const invitation = await findInvitation(stage.runtime, link.slice(link.lastIndexOf('/') + 1))
    await join(stage.runtime, invitation, await account(invitation))
    accounts.push({ name: invitation.name, email: invitation.email, as })
  }
  return accounts
}

async function filesOf(folder: string, today: string): Promise<{ name: string; base64: string }[]> {
  const entries = await readdir(`${root}${folder}`, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => `${entry.parentPath}/${entry.name}`).sort()
  return Promise.all(paths.map(async (path) => ({ name: path.slice(root.length + folder.length + 1), base64: Buffer.from(withDays(await readFile(path, 'utf8'), today)).toString('base64') })))
}
