import { expect, it } from 'vitest'
import { readdressed } from './addresses.ts'
import type { Address } from './kind.ts'

it('replaces every address in a copy and leaves the rest and the original alone', () => {
  const body = { chair: 'ROL-1', steps: [{ role: 'rol-2', name: 'Ask' }] }
  const addresses: Address[] = [
    { path: 'chair', to: 'ROL-1', kinds: ['role'], as: 'key' },
    { path: 'steps.0.role', to: 'rol-2', kinds: ['role'], as: 'key' },
  ]
  expect(readdressed(body, addresses, (address) => `<${address.to}>`)).toEqual({ chair: '<ROL-1>', steps: [{ role: '<rol-2>', name: 'Ask' }] })
  expect(body).toEqual({ chair: 'ROL-1', steps: [{ role: 'rol-2', name: 'Ask' }] })
})
