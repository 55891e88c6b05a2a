import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { counts, importing } from '../../../test/support/importing.ts'
import { service } from '../operating-model/service.ts'
import { unit } from '../operating-model/unit.ts'
import { role } from '../roles/role.ts'
import type { SourceFile } from './rows.ts'

const data = new URL('../../../../shared/data/', import.meta.url)
const mapping = (name: string) => readFileSync(new URL(`../../../test/fixtures/mappings/${name}.yml`, import.meta.url), 'utf8')
const fileAt = (path: string): SourceFile => ({ name: path, bytes: readFileSync(new URL(path, data)) })
const json = <T>(path: string) => JSON.parse(readFileSync(new URL(path, data), 'utf8')) as T

const gitlab = 'gitlab_service_catalog_2022/'
const moj = 'moj_environments/'

type GitlabExpected = { services: number; teams_listed: number; dependencies: number; unresolved_dependencies: (string | null)[]; top_depended_on: Record<string, number>; without_owner_and_teams: number; with_teams: number; sla_weighting: Record<string, number> }
type MojExpected = { records: number; by_business_unit: Record<string, number>; distinct_owners: number; with_owner: number; critical_national_infrastructure: Record<string, number> }

describe.skipIf(!existsSync(new URL(gitlab, data)))('the GitLab service catalogue of 2022 (skipped where ../shared/data is absent)', () => {
  const one = importing([service, unit, role])
  const teams = () => one.run(mapping('gitlab-teams'), fileAt(`${gitlab}teams_2022-02-09.yml`))
  const services = () => one.run(mapping('gitlab-services'), fileAt(`${gitlab}service-catalog_2022-02-09.yml`))
  const expected = () => json<GitlabExpected>(`${gitlab}expected.json`)
  const dependency = 'technical.dependencies[*].service'

  it('gives as many units and services as it lists', () => {
    expect(teams()).toMatchObject({ read: expected().teams_listed, created: expected().teams_listed, rejected: [] })
    expect(services()).toMatchObject({ read: expected().services, created: expected().services })
  })

  it('links 27 of its 51 dependencies and reports the other 24: 13 empty, 10 dangling, one that points to itself', () => {
    const linked = one.of('service').flatMap((element) => element.links.filter((link) => link.type === 'dependsOn'))
    const rejected = one.plan(mapping('gitlab-services'), fileAt(`${gitlab}service-catalog_2022-02-09.yml`)).rejected.filter((each) => each.column === dependency)
    const saying = (text: string) => rejected.filter((each) => each.reason.includes(text)).length
    expect(linked.length + rejected.length).toBe(expected().dependencies)
    expect([linked.length, saying('is empty'), saying('There is no service'), saying('itself')]).toEqual([27, expected().top_depended_on['null'], 10, 1])
    const unknown = one.of('service').flatMap((element) => element.unknown.filter((each) => each.type === 'dependsOn' && !each.itself).map((each) => each.name))
    expect([...new Set(unknown)].sort()).toEqual(expected().unresolved_dependencies.filter((name) => name !== null).sort())
  })

  it('leaves 42 services that name no team and 2 that name only an unknown one, the two kinds apart', () => {
    const provided = new Set(one.of('unit').flatMap((element) => element.links.filter((link) => link.type === 'provides').map((link) => link.to)))
    const without = one.of('service').filter((element) => !provided.has(element.id))
    const [named, unnamed] = [true, false].map((is) => without.filter((element) => element.unknown.some((each) => each.type === 'provides') === is))
    expect(unnamed).toHaveLength(expected().without_owner_and_teams)
    expect(named!.map((element) => [element.externalKey, element.unknown.find((each) => each.type === 'provides')!.name])).toEqual([['contributors', 'verify'], ['pvs', 'trust_and_safety']])
    expect(provided.size + named!.length).toBe(expected().with_teams)
  })

  it('carries the weighting in the overall SLA as criticality', () => {
    const judged = Object.fromEntries(one.of('service').filter((element) => element.body['criticality'] !== null).map((element) => [element.externalKey, element.body['criticality']]))
    const becomes: Record<number, number> = { 5: 1, 1: 2, 0: 3 }
    expect(judged).toEqual(Object.fromEntries(Object.entries(expected().sla_weighting).map(([name, weight]) => [name, becomes[weight]])))
  })

  it('changes nothing when imported again', () => {
    expect(counts(teams())).toBe('63 read, 0 created, 0 changed, 63 unchanged, 0 rejected')
    expect(counts(services())).toBe('55 read, 0 created, 0 changed, 55 unchanged, 26 rejected')
  })
})

describe.skipIf(!existsSync(new URL(moj, data)))('the applications of the Ministry of Justice (skipped where ../shared/data is absent)', () => {
  const one = importing([service, unit, role])
  const folder = () => readdirSync(new URL(`${moj}environments/`, data)).sort().map((name) => fileAt(`${moj}environments/${name}`))
  const expected = () => json<MojExpected>(`${moj}expected.json`)

  it('come from a folder, one file each, as services with units, people and their roles', () => {
    const plan = one.run(mapping('moj'), ...folder())
    expect(plan).toMatchObject({ read: expected().records, created: expected().records, changed: 0, unchanged: 0 })
    expect(one.people.size).toBe(expected().distinct_owners)
    expect(one.holders.size).toBe(expected().with_owner)
  })

  it('are provided by their business units', () => {
    const provided = Object.fromEntries(one.of('unit').map((element) => [element.title, element.links.filter((link) => link.type === 'provides').length]))
    expect(provided).toEqual(expected().by_business_unit)
  })

  it('have the highest criticality where they are critical national infrastructure, and none where nothing is known', () => {
    const infrastructure = expected().critical_national_infrastructure
    const judged = one.of('service').map((element) => element.body['criticality'])
    expect(judged.filter((criticality) => criticality === 1)).toHaveLength(infrastructure['True']!)
    expect(judged.filter((criticality) => criticality === null)).toHaveLength(infrastructure['False']! + infrastructure['None']!)
  })

  it('report each address that two owners share, and nothing else', () => {
    const { rejected } = one.plan(mapping('moj'), ...folder())
    expect(rejected.map((each) => each.column)).toEqual(Array(4).fill('tags.owner'))
    expect(rejected[0]!.reason).toMatch('the person is kept without one')
  })

  it('change nothing when imported again', () => {
    expect(counts(one.plan(mapping('moj'), ...folder()))).toBe('114 read, 0 created, 0 changed, 114 unchanged, 4 rejected')
  })
})
