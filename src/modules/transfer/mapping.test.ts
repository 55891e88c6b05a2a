import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Kind } from '../../shared/kind.ts'
import { Problem } from '../../shared/problem.ts'
import { service } from '../operating-model/service.ts'
import { supplier } from '../operating-model/supplier.ts'
import { unit } from '../operating-model/unit.ts'
import { organisation } from '../organisation/organisation.ts'
import { role } from '../roles/role.ts'
import { columnFaults, columnsOf } from './columns.ts'
import { compileMapping } from './compile.ts'
import { mappingJsonSchema, parseMapping } from './mapping.ts'
import { readSources } from './read.ts'
import { suggestMapping } from './suggest.ts'
import { compileSource } from './values.ts'

const kinds = new Map<string, Kind>([organisation, service, unit, supplier, role].map((kind) => [kind.kind, kind]))
const source = (text: string, name = 'a.csv', rows?: string) => readSources([{ name, bytes: new TextEncoder().encode(text) }], {}, rows)

function faultsOf(mapping: string): string[] {
  try {
    return compileMapping(parseMapping(mapping), kinds).faults.map(({ path, message }) => `${path}: ${message}`)
  } catch (error) {
    if (error instanceof Problem) return error.faults.map(({ path, message }) => `${path}: ${message}`)
    throw error
  }
}

describe('a mapping', () => {
  it('has a published JSON Schema that equals the one it is checked by', async () => {
    await expect(`${JSON.stringify(mappingJsonSchema(), null, 2)}\n`).toMatchFileSnapshot('../../../content/schemas/mapping.schema.json')
  })

  it('is accepted as docs/import.md writes it', () => {
    const example = /```yaml\n([^]*?)```/.exec(readFileSync(new URL('../../../docs/import.md', import.meta.url), 'utf8'))
    expect(faultsOf(example![1]!)).toEqual([])
  })

  it('names every setting that it does not know, where it stands, with those it knows', () => {
    expect(faultsOf('kind: service\nkey: name\nfeilds: {}\n')).toEqual([': There is no setting "feilds" here; use $schema, name, kind, key, fields, links, source, rows, also.'])
    expect(faultsOf('kind: service\nkey: name\nfields: {title: {form: name}}')).toEqual(['fields.title: There is no setting "form" here; use from, template, values, default, split.'])
    expect(faultsOf('kind: service\nkey: name\nlinks: [{type: dependsOn, each: deps, to: service, via: key}]')).toEqual(['links.0: There is no setting "via" here; use type, each, to, by, direction.'])
    expect(faultsOf('kind: service\nkey: name\nsource: {colour: red}')).toEqual(['source: There is no setting "colour" here; use format, sheet, delimiter, encoding.'])
  })

  it('says what is missing', () => {
    expect(faultsOf('key: name')).toEqual(['kind: Say what a row becomes, e.g. kind: service.'])
    expect(faultsOf('kind: service')).toEqual(['key: Say what identifies a row, e.g. key: name; the next import finds it by this.'])
    expect(faultsOf('kind: service\nkey: name\nlinks: [{type: dependsOn, each: deps}]')).toEqual(['links.0.to: Say which kind is at the other end, e.g. to: unit.'])
    expect(faultsOf('kind: holder\nfields: {role: r}')).toEqual(['fields.person: A holder needs a person; say where it comes from.'])
    expect(faultsOf('kind: service\nkey: name\nfields: {title: {values: {a: b}}}')).toEqual(['fields.title: Say where the value comes from (from or template) or give a default.'])
    expect(faultsOf('just text')).toEqual([': A mapping is a list of settings such as kind: service, key: name, fields: {title: name}.'])
  })

  it('refuses a kind, a field and a link that there is not, with what there is', () => {
    expect(faultsOf('kind: servce\nkey: name')).toEqual(['kind: There is no kind "servce"; use service, unit, supplier, role, person or holder.'])
    expect(faultsOf('kind: organisation\nkey: name')).toEqual(['kind: There is exactly one organisation, so it is not imported; use service, unit, supplier, role, person or holder.'])
    expect(faultsOf('kind: service\nkey: name\nfields: {criticalty: c}')).toEqual([
      'fields.criticalty: A service has no field "criticalty"; did you mean "criticality"? It has title, accountable, reviewEvery, description, criticality, contact, stage.',
    ])
    expect(faultsOf('kind: service\nkey: name\nlinks: [{type: dependson, each: d, to: service}]')[0]).toMatch('There is no link "dependson"; did you mean "dependsOn"?')
    expect(faultsOf('kind: service\nkey: name\nlinks: [{type: dependsOn, each: d, to: thing}]')).toEqual(['links.0.to: There is no kind "thing"; use organisation, service, unit, supplier or role.'])
  })

  it('refuses a link between kinds that it may not join', () => {
    expect(faultsOf('kind: service\nkey: name\nlinks: [{type: partOf, each: parent, to: service}]')).toEqual(['links.0.type: Only unit is part of something; a service does not.'])
    expect(faultsOf('kind: service\nkey: name\nlinks: [{type: provides, each: team, to: unit, direction: out}]')).toEqual(['links.0.type: Only unit or supplier provides something; a service does not.'])
    expect(faultsOf('kind: person\nkey: name\nlinks: [{type: provides, each: team, to: unit}]')[0]).toBe('links: A person has no links.')
  })

  it('turns a link round when only the other end may be its source', () => {
    const { parts } = compileMapping(parseMapping('kind: service\nkey: name\nlinks: [{type: provides, each: team, to: unit}, {type: dependsOn, each: deps, to: service}]'), kinds)
    expect(parts[0]!.links.map((link) => link.direction)).toEqual(['in', 'out'])
  })

  it('names a column that no row has, with the columns that there are', () => {
    const { rows, header } = source('name,team,crit\nA,x,1\n')
    const { parts } = compileMapping(parseMapping('kind: service\nkey: name\nfields: {criticality: critt}\nlinks: [{type: provides, each: squad, to: unit}]'), kinds)
    expect(columnFaults(parts, rows, header).map(({ path, message }) => `${path}: ${message}`)).toEqual([
      'fields.criticality: No row has the column "critt"; did you mean "crit"? There are name, team, crit.',
      'links.0.each: No row has the column "squad"; there are name, team, crit.',
    ])
  })

  it('accepts a path that leads into what every row leaves empty, but not one that a filled row contradicts', () => {
    const { rows, header } = source('- {name: A, deps: null}\n- {name: B, deps: [{service: A}]}\n', 'a.yml')
    const faults = (path: string) => columnFaults(compileMapping(parseMapping({ kind: 'service', key: 'name', fields: { description: path } }), kinds).parts, rows, header)
    expect(faults('deps[*].service')).toEqual([])
    expect(faults('deps[*].servce')).toHaveLength(1)
    const empty = source('- {name: A, deps: null}\n', 'a.yml')
    expect(columnFaults(compileMapping(parseMapping({ kind: 'service', key: 'name', fields: { description: 'deps[*].service' } }), kinds).parts, empty.rows, empty.header)).toEqual([])
  })
})

describe('a value', () => {
  const row = source('- {name: api, tags: {business-unit: HQ, "a.b": 1}, cni: true, list: [x, "", null, y], cell: "a; b;;c", none: ""}\n', 'dir/x.one.yml').rows[0]!
  const value = (given: Parameters<typeof compileSource>[0]) => compileSource(given).value(row)
  const values = (given: Parameters<typeof compileSource>[0]) => compileSource(given).values(row)

  it('comes from a column, a path, a template, the file\'s name or a constant', () => {
    expect(value('tags.business-unit')).toBe('HQ')
    expect(value('tags["a.b"]')).toBe(1)
    expect(value('{tags.business-unit}/{name}')).toBe('HQ/api')
    expect(value('{none}{missing}')).toBeUndefined()
    expect(value('$file')).toBe('x.one')
    expect(value({ default: 'Service owner' })).toBe('Service owner')
    expect(value({ from: ['none', 'name'] })).toBe('api')
  })

  it('is mapped by `values`, and by the default when it is empty or not listed', () => {
    expect(value({ from: 'cni', values: { true: 1, false: 3 } })).toBe(1)
    expect(value({ from: 'cni', values: { TRUE: 2 } })).toBe(2)
    expect(value({ from: 'none', default: 4 })).toBe(4)
    expect(value({ from: 'name', values: { web: 1 }, default: 4 })).toBe(4)
    expect(value({ from: 'name', values: { web: 1 } })).toBe('api')
  })

  it('may be several: the items of a list, empty ones shown as such, or the pieces of a cell', () => {
    expect(values('list[*]')).toEqual(['x', '', null, 'y'])
    expect(values({ from: 'cell', split: ';' })).toEqual(['a', 'b', 'c'])
    expect(values('none')).toEqual([])
    expect(value('list[*]')).toEqual(['x', 'y'])
  })
})

describe('a suggested mapping', () => {
  it('finds key, title, fields and links from the names of columns and what stands in them', () => {
    const { rows, header } = source('ID,Service Name,Criticality,Depends on,Team,Notes\nS1,Payroll,1,S2; S3,HR,x\nS2,Mail,2,,IT,y\nS3,DNS,2,,IT,z\n')
    expect(suggestMapping('service', columnsOf(rows, header), kinds)).toEqual({
      kind: 'service', key: 'ID', fields: { title: 'Service Name', criticality: 'Criticality', description: 'Notes' },
      links: [{ type: 'dependsOn', each: { from: 'Depends on', split: ';' }, to: 'service' }, { type: 'provides', each: 'Team', to: 'unit' }], also: [],
    })
  })

  it('leaves out columns that are empty or whose values do not fit, and looks for links inside documents', () => {
    const { rows, header } = source('- {name: api, tier: sv, team: null, tech: {dependencies: null}}\n- {name: db, tier: lb, team: null, teams: [dba], tech: {dependencies: [{service: api}]}}\n', 'a.yml')
    expect(suggestMapping('service', columnsOf(rows, header), kinds)).toMatchObject({
      fields: { title: 'name' }, links: [{ type: 'dependsOn', each: 'tech.dependencies[*].service', to: 'service' }, { type: 'provides', each: 'teams[*]', to: 'unit' }],
    })
  })

  it('is one that the kinds accept, for every kind', () => {
    const { rows, header } = source('name,email,role,parent,owner\nA,a@example.org,r,,x\nB,b@example.org,r,A,y\n')
    for (const kind of ['service', 'unit', 'supplier', 'role', 'person', 'holder']) {
      const suggested = suggestMapping(kind, columnsOf(rows, header), kinds)
      const { parts, faults } = compileMapping(parseMapping(suggested), kinds)
      expect([...faults, ...columnFaults(parts, rows, header)].filter(({ path }) => path !== 'fields.person')).toEqual([])
    }
  })
})
