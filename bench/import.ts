import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { environmentOf } from './ground.ts'
import { root } from './programs.ts'

const mapping = 'kind: service\nkey: id\nfields:\n  title: name\n  description: what\n  criticality: criticality\n'
const first = ['Payroll', 'Network', 'Archive', 'Patient', 'Mail', 'Print', 'Identity', 'Backup', 'School', 'Water', 'Parking', 'Library']
const second = ['platform', 'portal', 'access', 'reporting', 'storage', 'booking', 'register', 'calendar', 'map', 'payment', 'messages']

/** The title of service `number`: two words that many share, and its number. */
export function titleOf(number: number): string {
  return `${first[number % first.length]!} ${second[number % second.length]!} ${number}`
}

/** Imports services `from` to `to` from a CSV file by the terminal, while founding. Answers seconds and the most memory that the process held, in MB. */
export async function importServices(folder: string, from: number, to: number): Promise<{ seconds: number; megabytes: number }> {
  const rows = Array.from({ length: to - from }, (_, at) => `S${from + at},${titleOf(from + at)},"Serves its customers, every day",${(at % 4) + 1}`)
  const [file, map] = [join(folder, 'services.csv'), join(folder, 'services.yml')]
  writeFileSync(file, `id,name,what,criticality\n${rows.join('\n')}\n`)
  writeFileSync(map, mapping)
  const begin = performance.now()
  const child = spawn(process.execPath, [`${root}bin/wellrun`, 'import', 'elements', file, '--kind', 'service', '--mapping', map, '--json'], { env: { ...process.env, ...environmentOf(folder) } })
  let said = ''
  let complained = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (complained += chunk.toString()))
  let megabytes = 0
  const watching = setInterval(() => (megabytes = Math.max(megabytes, peakMegabytes(child.pid!))), 100)
  const code = await new Promise((resolve) => child.once('close', resolve))
  clearInterval(watching)
  if (code !== 0) throw new Error(`The import ended with ${String(code)}: ${complained.slice(-2000)}`)
  const { created } = JSON.parse(said) as { created: number }
  if (created !== to - from) throw new Error(`${created} services were created of ${to - from}.`)
  return { seconds: (performance.now() - begin) / 1000, megabytes }
}

function peakMegabytes(pid: number): number {
  try {
    return Number(/\nVmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}
