// Measures what quality asks for, prints each value beside its bar, and writes bench/results.json. `npm run bench -- <word>` runs a part.
import { writeFileSync } from 'node:fs'
import { a3Bench } from './a3.ts'
import { apiBench } from './api.ts'
import { ledgerBench } from './ledger.ts'
import { listsBench } from './lists.ts'
import type { Bench, Report, Result } from './measure.ts'
import { root } from './programs.ts'
import { recordImportBench } from './record-import.ts'
import { recordListsBench } from './record-lists.ts'
import { workBench } from './records.ts'
import { startBench } from './start.ts'
import { xrayBench } from './xray.ts'

const benches: Bench[] = [startBench, apiBench, a3Bench, listsBench, xrayBench, recordImportBench, ledgerBench, workBench, recordListsBench]
const words = process.argv.slice(2)
const chosen = benches.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)))
if (chosen.length === 0) {
  process.stderr.write(`There is no part "${words.join(' ')}"; there are ${benches.map(({ name }) => name).join(', ')}.\n`)
  process.exit(2)
}

const results: Result[] = []
const say = (text: string) => void process.stdout.write(`${text}\n`)
const report: Report = {
  note: (text) => say(`    ${text}`),
  result: (result) => {
    results.push(result)
    const { name, value, unit, bar, direction, met } = result
    say(`${met ? '  ' : '! '}${name.padEnd(66)} ${`${value} ${unit}`.padStart(12)}   ${direction} ${bar} ${unit}${met ? '' : '  MISSED'}`)
  },
}

const began = performance.now()
let broken = 0
for (const { name, run } of chosen) {
  say(`\n${name}`)
  try {
    await run(report)
  } catch (error) {
    broken++
    say(`! ${name} could not be measured: ${error instanceof Error ? error.stack : String(error)}`)
  }
}
writeFileSync(`${root}bench/results.json`, `${JSON.stringify(results, null, 2)}\n`)
const missed = results.filter(({ met }) => !met).length
say(`\n${results.length - missed} bars met, ${missed} missed${broken > 0 ? `, ${broken} parts could not be measured` : ''}, in ${Math.round((performance.now() - began) / 1000)} s; written to bench/results.json`)
process.exit(broken > 0 ? 1 : 0)
