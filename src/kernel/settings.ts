import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Fault } from '../shared/kind.ts'
import { Problem } from '../shared/problem.ts'
import { isCode } from './postgres-programs.ts'

export type Smtp = { host: string; port: number; tls: boolean; user: string | null; password: string | null; from: string }

export type Settings = {
  port: number
  host: string
  /** Absolute path of the folder for the embedded database, keys and uploads. */
  dataDirectory: string
  /** The owner's PostgreSQL; null: the embedded one. */
  databaseUrl: string | null
  /** The address that people use, without a slash at its end. */
  url: string
  /** True when WELLRUN_URL said so, false when it was made from the port. */
  urlGiven: boolean
  /** At least 32 characters; null: kept in the data folder. */
  secret: string | null
  /** Seed of the Ed25519 key that signs ledger heads, 32 bytes as 64 hexadecimal digits; null: kept in the data folder. */
  key: string | null
  /** Whom to believe about X-Forwarded-For: nobody, everybody, a number of proxies, or their addresses. */
  trustProxy: boolean | number | string[]
  /** Null: links are shown to the administrator instead of mailed. */
  smtp: Smtp | null
}

type Environment = Record<string, string | undefined>
type Reader = {
  read: <T>(name: string, fallback: T, parse: (text: string) => T | undefined, right: string) => T
  fault: (path: string, message: string) => void
}

const projectFolder = fileURLToPath(new URL('../../', import.meta.url))

/**
 * Reads settings from an environment. Pure. Relative folders are taken from `folder`.
 * Throws Problem 'invalid' with one sentence per fault.
 */
export function parseSettings(environment: Environment, folder: string = process.cwd()): Settings {
  const faults: Fault[] = []
  const fault = (path: string, message: string) => void faults.push({ path, message })
  const read: Reader['read'] = (name, fallback, parse, right) => {
    const text = environment[name]?.trim()
    if (!text) return fallback
    const value = parse(text)
    if (value === undefined) fault(name, `${name} must be ${right}.`)
    return value ?? fallback
  }
  const port = read('PORT', 4600, portOf, 'a port from 0 to 65535')
  const url = read('WELLRUN_URL', null, originOf, 'the address that people use, such as https://wellrun.example.org, without a path')
  const settings: Settings = {
    port,
    host: read('HOST', '127.0.0.1', hostOf, 'an address to listen on, such as 127.0.0.1 or 0.0.0.0'),
    dataDirectory: read('WELLRUN_DATA', join(projectFolder, 'data'), (text) => resolve(folder, text), 'a folder'),
    databaseUrl: read('DATABASE_URL', null, postgresUrlOf, 'a PostgreSQL address, such as postgres://user:password@host:5432/wellrun'),
    url: url ?? `http://localhost:${port}`,
    urlGiven: url !== null,
    secret: read('WELLRUN_SECRET', null, (text) => (text.length >= 32 ? text : undefined), 'at least 32 characters, such as openssl rand -base64 32 gives'),
    key: read('WELLRUN_KEY', null, seedOf, '32 bytes in hexadecimal or base64, such as openssl rand -hex 32 gives'),
    trustProxy: read('TRUST_PROXY', false as Settings['trustProxy'], trustOf, 'true, false, a number of proxies, or their addresses with commas between'),
    smtp: smtpOf(environment, { read, fault }),
  }
  if (faults.length) throw new Problem('invalid', faults.map((each) => each.message).join(' '), faults)
  return settings
}

function smtpOf(environment: Environment, { read, fault }: Reader): Smtp | null {
  const host = read('SMTP_HOST', null, (text) => (/^[\w.:-]+$/.test(text) ? text : undefined), 'the name of a mail server, such as mail.example.org')
  const port = read('SMTP_PORT', 587, portOf, 'a port from 1 to 65535')
  const tls = read('SMTP_TLS', port === 465, booleanOf, 'true (from the first byte) or false (STARTTLS)')
  const from = read('SMTP_FROM', null, (text) => (/^[^\s@]+@[^\s@]+$|<[^\s@]+@[^\s@]+>$/.test(text) ? text : undefined), 'an e-mail address')
  const user = environment['SMTP_USER'] || null
  const password = environment['SMTP_PASSWORD'] || null
  if (!host) {
    const stray = ['SMTP_PORT', 'SMTP_TLS', 'SMTP_FROM', 'SMTP_USER', 'SMTP_PASSWORD'].find((name) => environment[name])
    if (stray && !environment['SMTP_HOST']) fault('SMTP_HOST', `${stray} is set and SMTP_HOST is not: name the mail server, or unset ${stray}.`)
    return null
  }
  if (!from && !environment['SMTP_FROM']) fault('SMTP_FROM', 'SMTP_FROM must be set with SMTP_HOST: the address that mail comes from.')
  if (user !== null && password === null) fault('SMTP_PASSWORD', 'SMTP_PASSWORD must be set with SMTP_USER.')
  return { host, port, tls, user, password, from: from ?? '' }
}

function portOf(text: string): number | undefined {
  return /^\d{1,5}$/.test(text) && Number(text) <= 65535 ? Number(text) : undefined
}

function booleanOf(text: string): boolean | undefined {
  return text === 'true' ? true : text === 'false' ? false : undefined
}

function hostOf(text: string): string | undefined {
  return isIP(text) || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text) ? text : undefined
}

function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}

function originOf(text: string): string | undefined {
  const url = urlOf(text)
  return url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash && !url.username ? url.origin : undefined
}

function postgresUrlOf(text: string): string | undefined {
  return /^postgres(ql)?:\/\/[^\s]*\/[^\s/?]+/.test(text) ? text : undefined
}

function seedOf(text: string): string | undefined {
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase()
  const bytes = /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : undefined
  return bytes?.length === 32 ? bytes.toString('hex') : undefined
}

function trustOf(text: string): Settings['trustProxy'] | undefined {
  if (/^\d+$/.test(text)) return Number(text)
  const named = ['loopback', 'linklocal', 'uniquelocal']
  const addresses = text.split(',').map((each) => each.trim())
  const known = addresses.every((each) => named.includes(each) || (isIP(each.split('/')[0] ?? '') && /^[^/]+(\/\d{1,3})?$/.test(each)))
  return booleanOf(text) ?? (known ? addresses : undefined)
}

/** The settings of this process, with the secret read from the data folder, where it is made on first use. */
export function readSettings(environment: Environment = process.env): Settings & { secret: string } {
  const settings = parseSettings(environment)
  return { ...settings, secret: settings.secret ?? keptSecret(settings.dataDirectory, 'secret') }
}

/** A random secret of 32 bytes (hexadecimal) in a file of the data folder that only its owner may read; made when missing. */
export function keptSecret(dataDirectory: string, name: string): string {
  const file = join(dataDirectory, name)
  makeFolder(dataDirectory)
  if (existsSync(file)) return keptBefore(file)
  const unfinished = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  try {
    const made = randomBytes(32).toString('hex')
    writeFileSync(unfinished, `${made}\n`, { flag: 'wx', mode: 0o600, flush: true })
    linkSync(unfinished, file)
    return made
  } catch (error) {
    if (isCode(error, 'EEXIST')) return keptBefore(file)
    throw unusable(error, dataDirectory)
  } finally {
    rmSync(unfinished, { force: true })
  }
}

function makeFolder(dataDirectory: string): void {
  try {
    mkdirSync(dataDirectory, { recursive: true })
  } catch (error) {
    throw unusable(error, dataDirectory)
  }
}

function unusable(error: unknown, dataDirectory: string): unknown {
  if (isCode(error, 'EACCES', 'EPERM', 'EROFS')) return new Problem('unavailable', `The data folder ${dataDirectory} cannot be used: there is no permission to write there. Mend that, or set WELLRUN_DATA to another folder.`)
  if (isCode(error, 'EEXIST', 'ENOTDIR')) return new Problem('unavailable', `The data folder ${dataDirectory} cannot be used: it is a file. Set WELLRUN_DATA to a folder.`)
  if (isCode(error, 'ENOSPC', 'EDQUOT')) return new Problem('unavailable', `The disk that holds ${dataDirectory} is full: free some space, or set WELLRUN_DATA to another folder.`)
  return error
}

function keptBefore(file: string): string {
  try {
    const text = readFileSync(file, 'utf8').trim()
    if (text.length >= 32) return text
  } catch (error) {
    if (isCode(error, 'EACCES')) throw new Problem('unavailable', `${file} belongs to another account: start Wellrun as that one, or set WELLRUN_DATA to another folder.`)
    throw error
  }
  throw new Problem('unavailable', `${file} holds no secret of at least 32 characters: restore it from a backup, or remove it, which signs everybody out.`)
}
