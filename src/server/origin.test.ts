import { describe, expect, test } from 'vitest'
import { isOwnHost, maySignIn, mayUseCookie, ownOrigins } from './origin.ts'

const origins = ownOrigins('https://wellrun.example.org', 4600)
const call = (headers: Record<string, string>, method = 'POST', host = 'wellrun.example.org') => ({ method, headers, host, hostname: host.split(':')[0]! })

describe('a call that changes something with a cookie', () => {
  test.each([
    ['its page', { origin: 'https://wellrun.example.org', 'sec-fetch-site': 'same-origin' }],
    ['its page in a browser without fetch metadata', { origin: 'https://wellrun.example.org' }],
    ['its page where only fetch metadata comes', { 'sec-fetch-site': 'same-origin' }],
    ['this machine', { origin: 'http://localhost:4600' }],
  ])('may come from %s', (_name, headers) => {
    expect(mayUseCookie(call(headers), origins)).toBe(true)
  })

  test.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another site in a browser without fetch metadata', { origin: 'https://evil.example' }],
    ['a neighbour under the same domain', { origin: 'https://other.example.org', 'sec-fetch-site': 'same-site' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['a frame that hides its origin but not its site', { 'sec-fetch-site': 'cross-site' }],
    ['an address typed by the person', { 'sec-fetch-site': 'none' }],
    ['nobody knows where', {}],
    ['a name that begins like ours', { origin: 'https://wellrun.example.org.evil.example' }],
    ['our name on another port', { origin: 'https://wellrun.example.org:8443' }],
    ['something that is no origin', { origin: 'wellrun.example.org' }],
    ['another scheme', { origin: 'ftp://wellrun.example.org' }],
  ])('may not come from %s', (_name, headers) => {
    expect(mayUseCookie(call(headers), origins)).toBe(false)
  })

  test('may come from the very address that the server was called by, where no public address is set', () => {
    expect(mayUseCookie(call({ origin: 'http://192.168.1.5:4600' }, 'POST', '192.168.1.5:4600'), origins)).toBe(true)
    expect(mayUseCookie(call({ origin: 'http://192.168.1.5:9999' }, 'POST', '192.168.1.5:4600'), origins)).toBe(false)
  })

  test('reading is free', () => {
    expect(mayUseCookie(call({ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 'GET'), origins)).toBe(true)
  })
})

describe('signing in', () => {
  test('is open to a program that names no origin and holds no cookie, and to no other site', () => {
    expect(maySignIn(call({}), origins)).toBe(true)
    expect(maySignIn(call({ cookie: 'a=1' }), origins)).toBe(false)
    expect(maySignIn(call({ origin: 'https://evil.example' }), origins)).toBe(false)
    expect(maySignIn(call({ 'sec-fetch-site': 'cross-site' }), origins)).toBe(false)
  })
})

test.each([
  ['localhost', true], ['127.0.0.1', true], ['[::1]', true], ['192.168.1.5', true], ['wellrun.example.org', true], ['WELLRUN.example.org', true], ['app.localhost', true],
  ['evil.example', false], ['example.org', false], ['localhost.evil.example', false], ['', false],
])('whether the server answers to the name "%s": %s', (name, answers) => {
  expect(isOwnHost(name, 'https://wellrun.example.org')).toBe(answers)
})
