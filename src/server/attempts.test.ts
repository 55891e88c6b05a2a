import { expect, test } from 'vitest'
import { networkOf, tooManyAttempts } from './attempts.ts'

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:0:1::7', '2001:db8:0:1::/64'],
  ['2001:DB8:0:1:ffff:1:2:3', '2001:db8:0:1::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['1::2:3:4:5:6:7', '1:0:2:3::/64'],
])('%s is of the network %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})

test('a lock-out says how long to wait, in minutes', () => {
  expect(tooManyAttempts({ limit: 'code', seconds: 60, first: true }).message).toBe('Too many attempts. Wait a minute, then try again.')
  expect(tooManyAttempts({ limit: 'code', seconds: 61, first: true }).message).toBe('Too many attempts. Wait 2 minutes, then try again.')
})
