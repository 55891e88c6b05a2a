import { lookup } from 'node:dns'
import { BlockList, isIP } from 'node:net'
import type { LookupFunction } from 'node:net'

/** What leads to the machine's own keys in a cloud: link-local (RFC 3927, 4291), also as IPv6 writes IPv4 addresses (RFC 4291, 6052, 3056), and what providers set apart. */
const forbidden = new BlockList()
forbidden.addSubnet('169.254.0.0', 16, 'ipv4')
forbidden.addAddress('0.0.0.0', 'ipv4')
forbidden.addAddress('100.100.100.200', 'ipv4')
forbidden.addSubnet('fe80::', 10, 'ipv6')
forbidden.addSubnet('fd00:ec2::', 32, 'ipv6')
forbidden.addAddress('::', 'ipv6')
forbidden.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6')
forbidden.addSubnet('2002:a9fe::', 32, 'ipv6')

/** True for an address that is never asked nor told anything. */
export function isForbiddenAddress(address: string): boolean {
  const plain = address.replace(/^\[|\]$/g, '')
  const version = isIP(plain)
  return version !== 0 && forbidden.check(plain, version === 4 ? 'ipv4' : 'ipv6')
}

/** Looks a name up and fails where it leads to a forbidden address. */
export const guardedLookup: LookupFunction = (name, options, found) => {
  lookup(name, options, (error, address, family) => {
    const addresses = Array.isArray(address) ? address.map((each) => each.address) : [address]
    if (!error && addresses.some((each) => isForbiddenAddress(each))) return found(Object.assign(new Error(`${name} leads to an address that is never asked nor told anything`), { code: 'EFORBIDDEN' }), address, family)
    return found(error, address, family)
  })
}

/** Why a URL is not asked: its host is, or leads to, a forbidden address; undefined where it may be. */
export async function forbiddenIn(url: string): Promise<string | undefined> {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '')
  if (isIP(host)) return isForbiddenAddress(host) ? `${host} is an address that is never asked nor told anything` : undefined
  return new Promise((resolve) => guardedLookup(host, { all: true }, (error) => resolve(error && (error as NodeJS.ErrnoException).code === 'EFORBIDDEN' ? error.message : undefined)))
}

/** True where an address carries a user or a password, which would stand in the ledger and in every list. */
export function hasCredentials(url: string): boolean {
  const { username, password } = new URL(url)
  return username !== '' || password !== ''
}
