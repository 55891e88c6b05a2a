import { trustedKeys } from '../kernel/ledger.trust.ts'
import { verifyLedger } from '../kernel/ledger.verify.ts'
import type { Verification } from '../kernel/ledger.verify.ts'
import { seal } from '../kernel/ledger.seal.ts'
import { readSettings } from '../kernel/settings.ts'
import { chosenOrganisation } from './command.ts'
import type { Command } from './command.ts'
import { grounded } from './grounded.ts'

const faultsShown = 50

export const verifyCommand: Command = {
  words: 'ledger verify', usage: 'ledger verify [--json]', about: 'Prove that the history was not changed: entries, tree, signed heads, rows',
  options: {}, operands: { least: 0, most: 0 },
  run: async (invocation) => {
    const { options, json, answer, note } = invocation
    let told = Date.now()
    const result = await grounded(invocation, async (ground): Promise<Verification> => {
      const organisation = await chosenOrganisation(ground, options.organisation)
      await seal(ground.database.sql, organisation.id, ground.key, ground.runtime.now()).catch((error: unknown) => note(error instanceof Error ? error.message : String(error)))
      return verifyLedger(ground.database.sql, organisation.id, trustedKeys(readSettings(), ground.key), {
        onProgress: (done, total) => {
          if (Date.now() - told < 1000) return
          told = Date.now()
          note(`${done.toLocaleString('en')} of ${total.toLocaleString('en')} entries`)
        },
      })
    })
    if (json) answer(JSON.stringify(result))
    else answer(summaryOf(result))
    return result.ok ? 0 : 1
  },
}

function summaryOf(result: Verification): string {
  const head = result.head ? `head ${result.head.root.slice(0, 16)} over ${result.head.size.toLocaleString('en')}` : 'no head yet'
  if (result.ok) return `The ledger holds: ${result.entries.toLocaleString('en')} entries, ${head}.`
  const lines = result.faults.slice(0, faultsShown).map((fault) => `  ${fault.where}: ${fault.what}`)
  const more = result.faults.length > faultsShown ? [`  … and ${result.faults.length - faultsShown} more`] : []
  return [`The ledger does not hold: ${result.faults.length} faults in ${result.entries.toLocaleString('en')} entries, ${head}.`, ...lines, ...more].join('\n')
}
