import { readFileSync } from 'node:fs'
import { exportLedger } from '../kernel/ledger.export.ts'
import { readPublicKey } from '../kernel/ledger.head.ts'
import { verifyFile } from '../kernel/ledger.offline.ts'
import type { FileVerification } from '../kernel/ledger.offline.ts'
import type { KnownHead } from '../kernel/ledger.tree.ts'
import { trustedKeys } from '../kernel/ledger.trust.ts'
import { verifyLedger } from '../kernel/ledger.verify.ts'
import type { Verification } from '../kernel/ledger.verify.ts'
import { seal } from '../kernel/ledger.seal.ts'
import { readSettings } from '../kernel/settings.ts'
import type { Ground } from '../server/ground.ts'
import { Problem } from '../shared/problem.ts'
import { chosenOrganisation } from './command.ts'
import type { Command, Invocation } from './command.ts'
import { grounded } from './grounded.ts'

const faultsShown = 50
const verifyUsage = 'ledger verify [--file EXPORT [--key PUBLIC.pem] [--head SIZE:ROOT]] [--json]'

export const verifyCommand: Command = {
  words: 'ledger verify', usage: verifyUsage, about: 'Prove that the history was not changed: entries, tree, signed heads, rows',
  options: { file: { type: 'string' }, key: { type: 'string' }, head: { type: 'string' } }, operands: { least: 0, most: 0 },
  run: async (invocation) => {
    const { options, json, answer } = invocation
    if (options.file === undefined && (options.key ?? options.head) !== undefined) throw new Problem('invalid', `--key and --head go with --file. Usage: wellrun ${verifyUsage}`)
    const result = typeof options.file === 'string' ? await verifyExported(options.file, invocation) : await verifyHere(invocation)
    if (json) answer(JSON.stringify(result))
    else answer(summaryOf(result))
    return result.ok ? 0 : 1
  },
}

export const exportCommand: Command = {
  words: 'ledger export', usage: 'ledger export FILE [--json]', about: 'Write the whole ledger to a file that verifies without Wellrun’s database',
  options: {}, operands: { least: 1, most: 1 },
  run: async (invocation) => {
    const { operands, options, json, answer, note } = invocation
    const done = await grounded(invocation, async (ground) => {
      const organisation = await chosenOrganisation(ground, options.organisation)
      await sealed(ground, organisation.id, note)
      return exportLedger(ground.database.sql, organisation.id, trustedKeys(readSettings(), ground.key), operands[0]!, ground.runtime.now())
    })
    answer(json ? JSON.stringify(done) : `Wrote ${counted(done.entries, 'entry', 'entries')}, ${counted(done.rows, 'row')} and ${counted(done.heads, 'head')} to ${done.file}. Verify it anywhere: wellrun ledger verify --file ${done.file}`)
    return 0
  },
}

async function verifyHere(invocation: Invocation): Promise<Verification> {
  const { options, note } = invocation
  const tell = teller(note)
  return grounded(invocation, async (ground) => {
    const organisation = await chosenOrganisation(ground, options.organisation)
    await sealed(ground, organisation.id, note)
    return verifyLedger(ground.database.sql, organisation.id, trustedKeys(readSettings(), ground.key), { onProgress: (done, total) => tell(`${done.toLocaleString('en')} of ${total.toLocaleString('en')} entries`) })
  })
}

/** Needs no database: whoever was given the file can do it. Without a key the file's own is believed, and its id is said. */
async function verifyExported(file: string, { options, note }: Invocation): Promise<FileVerification> {
  const tell = teller(note)
  const publicKeys = typeof options.key === 'string' ? [readPublicKey(textOf(options.key))] : undefined
  const known = typeof options.head === 'string' ? [knownHead(options.head)] : undefined
  return verifyFile(file, { ...(publicKeys && { publicKeys }), ...(known && { known }), onProgress: (entries) => tell(`${entries.toLocaleString('en')} entries`) })
}

/** A head as editions print it: `SIZE:ROOT`, where the root may be only its beginning. */
function knownHead(text: string): KnownHead {
  const [, size, root] = /^(\d{1,15}):([0-9a-f]{8,64})$/i.exec(text) ?? []
  if (size === undefined || root === undefined) throw new Problem('invalid', '--head: give the size and the root of a head that was kept, such as 1042:9f86d081884c7d65.')
  return { size: Number(size), root: root.toLowerCase() }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new Problem('notFound', `There is no file ${file} that can be read.`)
  }
}

async function sealed(ground: Ground, organisationId: string, note: (text: string) => void): Promise<void> {
  await seal(ground.database.sql, organisationId, ground.key, ground.runtime.now()).catch((error: unknown) => note(error instanceof Error ? error.message : String(error)))
}

/** Says how far it is, at most once a second. */
function teller(note: (text: string) => void): (text: string) => void {
  let told = Date.now()
  return (text) => {
    if (Date.now() - told < 1000) return
    told = Date.now()
    note(text)
  }
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}

function summaryOf(result: Verification | FileVerification): string {
  const head = result.head ? `head ${result.head.root.slice(0, 16)} over ${result.head.size.toLocaleString('en')}` : 'no head yet'
  const trust = 'keys' in result && !result.keysGiven ? ` Its heads were held against the file’s own key ${result.keys.join(', ')}: compare that, or a head that you kept (--head), with one from elsewhere.` : ''
  if (result.ok) return `The ledger holds: ${counted(result.entries, 'entry', 'entries')}, ${head}.${trust}`
  const lines = result.faults.slice(0, faultsShown).map((fault) => `  ${fault.where}: ${fault.what}`)
  const more = result.faults.length > faultsShown ? [`  … and ${result.faults.length - faultsShown} more`] : []
  return [`The ledger does not hold: ${counted(result.faults.length, 'fault')} in ${counted(result.entries, 'entry', 'entries')}, ${head}.`, ...lines, ...more].join('\n')
}
