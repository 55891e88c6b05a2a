import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readTar, tarEnd, tarMember } from './tar.ts'
import type { TarMember } from './tar.ts'

const at = new Date('2026-03-02T09:00:00Z')
const archive = (members: TarMember[]) => Buffer.concat([...members.flatMap(({ name, content }) => tarMember(name, content, at)), tarEnd])

async function* inPieces(bytes: Buffer, size: number) {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}

async function read(bytes: Buffer, size = 1000, most = 10_000): Promise<TarMember[]> {
  const members: TarMember[] = []
  for await (const member of readTar(inPieces(bytes, size), most)) members.push(member)
  return members
}

describe('a tar archive', () => {
  test('gives back the files that were put in, however it arrives', async () => {
    const members = fc.array(fc.record({ name: fc.stringMatching(/^[a-z0-9/._-]{1,100}$/), content: fc.uint8Array({ maxLength: 3000 }).map((bytes) => Buffer.from(bytes)) }), { maxLength: 6 })
    await fc.assert(fc.asyncProperty(members, fc.integer({ min: 1, max: 5000 }), async (put, size) => {
      expect(await read(archive(put), size)).toEqual(put)
    }), { numRuns: 60 })
  })

  test('is one that the tar of this machine reads, and the other way round', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wellrun-tar-'))
    try {
      writeFileSync(join(folder, 'ours.tar'), archive([{ name: 'a/b.copy', content: Buffer.from('one\n') }, { name: 'c', content: Buffer.alloc(512, 'x') }]))
      execFileSync('tar', ['-xf', 'ours.tar'], { cwd: folder })
      expect(readFileSync(join(folder, 'a/b.copy'), 'utf8')).toBe('one\n')
      execFileSync('tar', ['--format=ustar', '-cf', 'theirs.tar', 'a/b.copy', 'c'], { cwd: folder })
      expect(await read(readFileSync(join(folder, 'theirs.tar')))).toEqual([{ name: 'a/b.copy', content: Buffer.from('one\n') }, { name: 'c', content: Buffer.alloc(512, 'x') }])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('that is cut off, damaged or holds a file beyond the limit is refused', async () => {
    const whole = archive([{ name: 'a', content: Buffer.alloc(2000, 'x') }])
    await expect(read(whole.subarray(0, 1500))).rejects.toThrow('it ends too early')
    await expect(read(whole.subarray(0, 512 + 2048))).rejects.toThrow('it ends too early')
    const damaged = Buffer.from(whole)
    damaged[3]! ^= 1
    await expect(read(damaged)).rejects.toThrow('the header of a file is wrong')
    await expect(read(whole, 1000, 1999)).rejects.toThrow('has 2000 bytes')
  })

  test('takes no name that would not fit', () => {
    for (const name of ['', 'x'.repeat(101), 'naïve', 'two words']) expect(() => tarMember(name, Buffer.alloc(0), at)).toThrow(RangeError)
  })
})
