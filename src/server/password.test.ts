import { describe, expect, test } from 'vitest'
import { hashPassword, isPassword, passwordFault } from './password.ts'

const owner = { email: 'ingrid.solberg@fjordlys.example', name: 'Ingrid Solberg', organisations: ['Nordic Light AS'] }
const common = 'This password is among the first that an attacker tries. Choose four unrelated words, for example.'
const personal = 'Choose a password that is not your name, your e-mail or your organisation.'

describe('a new password', () => {
  test('has at least twelve characters, counted as people count them', () => {
    expect(passwordFault('k7!mQz2#', owner)).toBe('Choose a password of at least 12 characters; this one has 8.')
    expect(passwordFault('🦊🦉🐝🐢🦀🐙🦜🐳🦔🐿️🦚', owner)).toBe(null)
    expect(passwordFault('🦊🦉🐝🐢🦀', owner)).toBe('Choose a password of at least 12 characters; this one has 5.')
  })

  test('may be long, of any characters, and needs no digits or signs', () => {
    expect(passwordFault('otters juggle seven lively pears', owner)).toBeNull()
    expect(passwordFault('hav glør bak blåne åser', owner)).toBeNull()
    expect(passwordFault('xkvbqpwmzrtj', owner)).toBeNull()
    expect(passwordFault('otter '.repeat(10) + 'pear', owner)).toBeNull()
    expect(passwordFault('otters juggle '.repeat(20) + 'x', owner)).toMatch(/at most 256/)
  })

  test.each([
    'passwordpassword', 'Password1234', 'P@ssw0rd1234', 'password123456', 'qwertyuiop123', 'Qwerty123456!', '123456789012', '1234567890123456', '000000000000', 'abcabcabcabc',
    'abcdefghijklmnop', 'iloveyou1234', 'welcome12345', 'Welcome2024!!', 'Summer2025!!!', 'changeme1234', 'letmein12345', 'admin1234567', 'administrator', 'Administrator1', '1q2w3e4r5t6y',
    'qazwsxedcrfv', 'asdfghjkl123', 'trustno1trustno1', 'monkeydragon12', '!!!!!!!!!!!!', '!@#$%^&*()_+', 'Pa55w0rd!!1234', 'aaaaaaaaaaab', '987654321987',
  ])('%s is refused as common', (password) => {
    expect(passwordFault(password, owner)).toBe(common)
  })

  test.each(['ingrid.solberg', 'Nordic Light AS', 'nordiclightas2026', '12 Ingrid Solberg 34'])('%s is refused as personal', (password) => {
    expect(passwordFault(password, owner)).toBe(personal)
  })

  test('short pieces of a name do no harm', () => {
    expect(passwordFault('otters juggle as one', { email: 'bo@ab.no', name: 'Bo Li', organisations: ['AS'] })).toBeNull()
  })
})

describe('the hash of a password', () => {
  test('accepts the password, in either Unicode form, and nothing else', async () => {
    const hash = await hashPassword('hav glør bak blåne åser')
    expect(await isPassword(hash, 'hav glør bak blåne åser'.normalize('NFD'))).toBe(true)
    expect(await isPassword(hash, 'hav glør bak blåne åser ')).toBe(false)
    expect(await isPassword('', 'anything')).toBe(false)
  })

  test('is salted: twice the same password, two hashes', async () => {
    expect(await hashPassword('otters juggle seven')).not.toBe(await hashPassword('otters juggle seven'))
  })
})
