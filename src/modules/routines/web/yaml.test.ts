import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { routineBody } from '../routine-body.ts'
import type { Body } from '../../../web/forms/form.ts'
import { faultsOf } from './useFaults.ts'
import { bodyOfYaml, placedFaults, yamlOf } from './yaml.ts'

const folder = new URL('../../../../content/starter/routines/', import.meta.url)
const bodies = readdirSync(folder).filter((file) => file.endsWith('.yaml')).map((file) => routineBody.parse((parse(readFileSync(new URL(file, folder), 'utf8')) as { body: object }).body) as Body)

describe('a routine as YAML', () => {
  it('says the whole body, and reads back as the same', () => {
    expect(bodies.length).toBeGreaterThan(10)
    for (const body of bodies) expect(bodyOfYaml(yamlOf(body))).toEqual({ body, faults: [] })
  })

  it('shows every fault at its line', () => {
    const text = 'steps:\n  - id: ask\n    name: Ask\n    process: operate\n    role: ROL-1\n    end: true\ntransitions:\n  - from: ask\n    to: nowhere\n    name: go\n'
    const { body } = bodyOfYaml(text)
    expect(placedFaults(text, faultsOf(body ?? {}))).toEqual([{ line: 9, message: 'There is no step nowhere; choose one of the steps.' }])
  })

  it('says at which line it cannot be read, and leaves the body as it was', () => {
    expect(bodyOfYaml('steps:\n  - id: ask\n name: Ask')).toMatchObject({ body: null, faults: [{ line: 3 }] })
    expect(bodyOfYaml('just words')).toMatchObject({ body: null, faults: [{ line: 1 }] })
  })

  it('does not follow references that would grow without end', () => {
    const text = `a: &a [x, x, x, x, x, x, x, x, x]\n${'bcdefgh'.split('').map((name, at) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${'abcdefg'[at]}`).join(', ')}]`).join('\n')}\n`
    expect(bodyOfYaml(text).body).toBeNull()
  })

  it('takes a body of the wrong shape for what it is, with its faults', () => {
    const { body } = bodyOfYaml('steps: 4\nfields:\n  - 7\n')
    expect(faultsOf(body ?? {}).map((fault) => fault.path)).toEqual(expect.arrayContaining(['body.steps', 'body.fields.0']))
  })
})
