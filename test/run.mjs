// The whole check, here and in CI: sets up, then runs every checker and every test, and says what passed.
// `npm test -- WORD` runs only the tests whose path contains WORD.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { Sentence, built, installed, root } from '../bin/setup.js'

const counts = { passed: 0, failed: 0, skipped: 0 }
const failures = []
const filters = process.argv.slice(2)
const scratch = mkdtempSync(join(tmpdir(), 'wellrun-check-'))
let environment = process.env

/** Runs a program to its end; what it says is kept, and shown at once where `show`. */
function run(command, args, { show = false, env = {}, minutes = 25 } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...environment, ...env } })
    const timer = setTimeout(() => child.kill('SIGKILL'), minutes * 60_000)
    let said = ''
    const hear = (chunk) => {
      said += chunk
      if (show) process.stdout.write(chunk)
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('error', (error) => resolve({ code: 1, said: error.message }))
    child.once('close', (code, signal) => {
      clearTimeout(timer)
      resolve({ code: code ?? 1, said: signal === 'SIGKILL' ? `${said}\nIt took longer than ${minutes} minutes and was ended.` : said })
    })
  })
}

function note(passed, title, since, detail = '') {
  counts[passed ? 'passed' : 'failed']++
  if (!passed) failures.push(title)
  process.stdout.write(`${passed ? 'ok  ' : 'FAIL'}  ${title} (${((Date.now() - since) / 1000).toFixed(1)} s)\n${passed ? '' : `${detail.trim()}\n`}`)
}

/** A checker: passes when it exits 0 and `scanned` finds, in what it said, the number of files it looked at. */
async function check(node, title, args, scanned) {
  const since = Date.now()
  const { code, said } = await run(node, args)
  const files = Number(scanned(said) ?? 0)
  const empty = files < 20 ? `\nIt looked at ${files} files: something is wrong with its settings.` : ''
  note(code === 0 && !empty, `${title}, ${files} files`, since, said.split('\n').filter((line) => !line.startsWith(root)).join('\n') + empty)
}

async function checkers(node) {
  const at = (path) => join(root, 'node_modules', path)
  const own = (said) => said.split('\n').filter((line) => line.startsWith(root) && !line.includes('/node_modules/')).length
  const counter = join(scratch, 'count.mjs')
  writeFileSync(counter, 'export default ({ counters }) => console.log(`${counters.processed} files seen`)')
  await Promise.all([
    check(node, 'types (tsc)', [at('typescript/bin/tsc'), '--noEmit', '--listFiles', '--pretty', 'false'], own),
    check(node, 'rules (oxlint)', [at('oxlint/bin/oxlint'), '--deny-warnings'], (said) => /on (\d+) files/.exec(said)?.[1])
      .then(() => check(node, 'imports (dependency-cruiser)', [at('dependency-cruiser/bin/dependency-cruise.mjs'), 'src', 'test', 'bench', '--config', '.dependency-cruiser.mjs'], (said) => /(\d+) modules/.exec(said)?.[1]))
      .then(() => check(node, 'unused code (knip)', [at('knip/bin/knip.js'), '--treat-config-hints-as-errors', '--reporter', 'compact', '--reporter', counter], (said) => /(\d+) files seen/.exec(said)?.[1])),
  ])
  if (existsSync(join(root, 'lingui.config.ts'))) await catalogue(node)
}

/** The catalogue holds exactly the texts of the source: extracting them again changes nothing. */
async function catalogue(node) {
  const since = Date.now()
  const folder = join(root, 'src/web/locales')
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.po')).map((name) => join(folder, name)) : []
  const before = files.map((file) => readFileSync(file, 'utf8'))
  const { code, said } = await run(node, [join(root, 'node_modules/@lingui/cli/dist/lingui.js'), 'extract', '--clean'])
  const changed = files.filter((file, index) => {
    const now = readFileSync(file, 'utf8')
    if (now === before[index]) return false
    writeFileSync(file, before[index])
    return true
  })
  const stale = changed.length ? `\n${changed.join(', ')} does not hold the texts of the source: run npx lingui extract --clean.` : ''
  note(code === 0 && !stale && files.length > 0, `texts (lingui), ${files.length} catalogue`, since, said + stale)
}

/** Runs Vitest and counts its tests. No test at all is a failure, and so is an error outside any test. */
async function tests(node, title, args, env = {}) {
  process.stdout.write(`\n${title}\n`)
  const since = Date.now()
  const results = join(scratch, `${title.replace(/\W+/g, '-')}.json`)
  const { code } = await run(node, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${results}`], { show: true, env })
  const found = existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 }
  counts.passed += found.numPassedTests
  counts.failed += found.numFailedTests
  counts.skipped += found.numPendingTests + found.numTodoTests
  if (found.numFailedTests) failures.push(`${title}: ${found.numFailedTests} tests`)
  if (found.numPassedTests + found.numFailedTests === 0) note(false, `${title}: no test ran`, since)
  else if (code !== 0 && !found.numFailedTests) note(false, `${title}: an error outside the tests, see above`, since)
}

/** Debian's chromium: found, or installed where we may. */
async function browser() {
  const known = ['chromium', 'chromium-browser', 'google-chrome'].some((name) => (environment.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, name))))
  if (known) return true
  if (process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0) {
    process.stdout.write('\nInstalling Debian’s chromium for the browser journeys.\n')
    const env = { DEBIAN_FRONTEND: 'noninteractive' }
    await run('apt-get', ['update'], { env })
    const { code, said } = await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { env })
    if (code === 0) return true
    process.stdout.write(`${said.trim().split('\n').slice(-5).join('\n')}\n`)
  }
  note(false, 'The browser journeys need Debian’s package chromium: run apt-get install chromium as root', Date.now())
  return false
}

async function everything(node) {
  await checkers(node)
  await tests(node, 'Tests on the embedded PostgreSQL', ['--project', 'unit'])
  if (existsSync('/usr/lib/postgresql')) {
    const ofDatabase = ['src/kernel', 'test/laws', '.store.test', '.actions.test', '.queries.test', '.jobs.test', '.reactions.test']
    await tests(node, 'Store, kernel and law tests on an ordinary PostgreSQL', ['--project', 'unit', ...ofDatabase, '--exclude', 'src/kernel/postgres*.test.ts', '--exclude', 'test/laws/{house,launcher}.test.ts'], { WELLRUN_TEST_POSTGRES: '15' })
  } else {
    counts.skipped++
    process.stdout.write('\nNot run a second time on an ordinary PostgreSQL, since this machine has none: apt-get install postgresql.\n')
  }
  if (await browser()) await tests(node, 'Browser journeys', ['--project', 'journeys'])
}

try {
  const node = await installed()
  environment = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`, ...(process.stdout.isTTY ? {} : { NO_COLOR: '1', FORCE_COLOR: undefined }) }
  await built(node)
  if (filters.length) await tests(node, 'Tests', filters)
  else await everything(node)
} catch (error) {
  note(false, error instanceof Sentence ? error.message : `The check itself failed: ${error.stack}`, Date.now())
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
if (failures.length) process.stdout.write(`\nFailed:\n${failures.map((each) => `  ${each}`).join('\n')}\n`)
process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed${counts.skipped ? `, ${counts.skipped} skipped` : ''}\n`)
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0
