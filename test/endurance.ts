// Kills server and database in the middle of writing, 100 times unless told otherwise: npm run endurance -- 20
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { behindTheBack, lostChanges } from './support/kept.ts'
import { killRounds, verifyInTerminal } from './support/killing.ts'
import type { Killing } from './support/killing.ts'
import { killAll } from './support/wellrun.ts'

const rounds = Number(process.argv[2] ?? 100)
if (!Number.isSafeInteger(rounds) || rounds < 1) {
  process.stderr.write('Usage: npm run endurance [-- ROUNDS]\n')
  process.exit(2)
}

const data = mkdtempSync(join(tmpdir(), 'wellrun-endurance-'))
chmodSync(data, 0o755)

/** Looks for what was lost, and for a row that is edited now; answers sentences, none when all is well. */
async function examineAll(killing: Killing): Promise<string[]> {
  const lost = await behindTheBack(data, (sql) => lostChanges(sql, killing))
  const { answer } = await verifyInTerminal(killing.settings)
  const { id } = killing.stories.flatMap((story) => story.acknowledged).at(-1)!.receipt
  await behindTheBack(data, (sql) => sql`update elements set title = 'Not so' where id = ${id}`)
  const edited = await verifyInTerminal(killing.settings)
  const found = edited.answer.faults.some(({ where }) => where === `elements ${id}`)
  return [
    ...killing.tally.broken, ...lost, ...answer.faults.map(({ where, what }) => `${where}: ${what}`),
    ...(answer.ok ? [] : ['The ledger does not verify.']), ...(found ? [] : ['A row that was edited behind the back of the application was not found.']),
  ]
}

const since = Date.now()
try {
  const killing = await killRounds(data, rounds, (round, { acknowledged, pending, broken }) => {
    process.stderr.write(`Round ${round} of ${rounds}: ${acknowledged} changes acknowledged, ${pending.whole} in flight whole, ${pending.absent} absent, ${broken.length} broken\n`)
  })
  const broken = await examineAll(killing)
  const { acknowledged, replayed, startMs } = killing.tally
  const middle = [...startMs].sort((a, b) => a - b)[Math.floor(startMs.length / 2)]
  for (const sentence of broken) process.stdout.write(`${sentence}\n`)
  process.stdout.write(`${rounds} rounds in ${Math.round((Date.now() - since) / 1000)} s: ${acknowledged} changes acknowledged, ${broken.length} lost or broken; ${replayed} asked again; a start took ${middle} ms (median)\n`)
  process.exitCode = broken.length === 0 ? 0 : 1
} finally {
  await killAll(data)
  rmSync(data, { recursive: true, force: true })
}
