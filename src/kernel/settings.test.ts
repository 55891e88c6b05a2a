import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Problem } from '../shared/problem.ts'
import { keptSecret, parseSettings } from './settings.ts'

function faultsOf(environment: Record<string, string>): Record<string, string> {
  try {
    parseSettings(environment)
  } catch (error) {
    if (error instanceof Problem) return Object.fromEntries(error.faults.map((fault) => [fault.path, fault.message]))
    throw error
  }
  return {}
}

describe('settings', () => {
  test('without any, Wellrun listens on this machine alone, on port 4600, with the embedded database', () => {
    const settings = parseSettings({})
    expect(settings).toMatchObject({ port: 4600, host: '127.0.0.1', databaseUrl: null, url: 'http://localhost:4600', trustProxy: false, smtp: null })
    expect(settings.dataDirectory).toMatch(/\/data$/)
  })

  test('an empty value counts as unset', () => {
    expect(parseSettings({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({ port: 4600, databaseUrl: null })
  })

  test('a relative data folder is taken from where Wellrun was started', () => {
    expect(parseSettings({ WELLRUN_DATA: 'mine' }, '/srv').dataDirectory).toBe('/srv/mine')
  })

  test.each([
    ['PORT', '99999', 'PORT must be a port from 0 to 65535.'],
    ['PORT', '46OO', 'PORT must be a port from 0 to 65535.'],
    ['HOST', 'my host', 'HOST must be an address to listen on, such as 127.0.0.1 or 0.0.0.0.'],
    ['DATABASE_URL', 'mysql://root@localhost/x', 'DATABASE_URL must be a PostgreSQL address, such as postgres://user:password@host:5432/wellrun.'],
    ['DATABASE_URL', 'postgres://localhost', 'DATABASE_URL must be a PostgreSQL address, such as postgres://user:password@host:5432/wellrun.'],
    ['WELLRUN_URL', 'wellrun.example.org', 'WELLRUN_URL must be the address that people use, such as https://wellrun.example.org, without a path.'],
    ['WELLRUN_URL', 'https://example.org/wellrun', 'WELLRUN_URL must be the address that people use, such as https://wellrun.example.org, without a path.'],
    ['WELLRUN_SECRET', 'short', 'WELLRUN_SECRET must be at least 32 characters, such as openssl rand -base64 32 gives.'],
    ['WELLRUN_KEY', 'abc', 'WELLRUN_KEY must be 32 bytes in hexadecimal or base64, such as openssl rand -hex 32 gives.'],
    ['TRUST_PROXY', 'everyone', 'TRUST_PROXY must be true, false, a number of proxies, or their addresses with commas between.'],
    ['SMTP_HOST', 'mail server', 'SMTP_HOST must be the name of a mail server, such as mail.example.org.'],
  ])('%s=%s is refused with a sentence', (name, value, sentence) => {
    expect(faultsOf({ [name]: value })[name]).toBe(sentence)
  })

  test('every fault is told at once', () => {
    expect(Object.keys(faultsOf({ PORT: 'x', WELLRUN_SECRET: 'y', SMTP_PORT: '25' }))).toEqual(['PORT', 'WELLRUN_SECRET', 'SMTP_HOST'])
  })

  test('a refusal never repeats a password', () => {
    expect(JSON.stringify(faultsOf({ DATABASE_URL: 'postgres://u:hunter2@host' }))).not.toContain('hunter2')
  })

  test('mail needs a sender, and a user a password', () => {
    expect(faultsOf({ SMTP_HOST: 'mail.example.org', SMTP_USER: 'u' })).toEqual({
      SMTP_FROM: 'SMTP_FROM must be set with SMTP_HOST: the address that mail comes from.',
      SMTP_PASSWORD: 'SMTP_PASSWORD must be set with SMTP_USER.',
    })
  })

  test('mail on port 465 is encrypted from the first byte', () => {
    expect(parseSettings({ SMTP_HOST: 'mail.example.org', SMTP_PORT: '465', SMTP_FROM: 'Wellrun <a@example.org>' }).smtp).toMatchObject({ tls: true, user: null })
  })

  test.each([['true', true], ['2', 2], ['10.0.0.1, 192.168.0.0/16', ['10.0.0.1', '192.168.0.0/16']]])('TRUST_PROXY=%s is understood', (text, value) => {
    expect(parseSettings({ TRUST_PROXY: text }).trustProxy).toEqual(value)
  })

  test('a ledger key is the same in hexadecimal and in base64', () => {
    const bytes = Buffer.alloc(32, 7)
    expect(parseSettings({ WELLRUN_KEY: bytes.toString('base64') }).key).toBe(parseSettings({ WELLRUN_KEY: bytes.toString('hex').toUpperCase() }).key)
  })
})

describe('the kept secret', () => {
  test('is made once, and only its owner may read it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'wellrun-secret-'))
    const first = keptSecret(join(folder, 'data'), 'secret')
    expect(keptSecret(join(folder, 'data'), 'secret')).toBe(first)
    expect(statSync(join(folder, 'data/secret')).mode & 0o777).toBe(0o600)
    rmSync(folder, { recursive: true })
  })

  test('is not replaced where its file is damaged', () => {
    const folder = mkdtempSync(join(tmpdir(), 'wellrun-secret-'))
    writeFileSync(join(folder, 'secret'), '')
    expect(() => keptSecret(folder, 'secret')).toThrow(/holds no secret/)
    rmSync(folder, { recursive: true })
  })
})
