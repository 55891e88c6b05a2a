import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld } from '../support/world.ts'
import type { World } from '../support/world.ts'

const data = new URL('../../../shared/data/gitlab_service_catalog_2022/', import.meta.url)
const mapping = (name: string) => readFileSync(new URL(`../fixtures/mappings/${name}.yml`, import.meta.url), 'utf8')

type Imported = { read: number; created: number; rejected: unknown[]; written: { elements: number; people: number; holders: number } }
type Finding = { check: string; severity: string; element: string | null; message: string }

describe.skipIf(!existsSync(data))('GitLab, founded from the starter, with its catalogue of 2022 (skipped where ../shared/data is absent)', () => {
  let world: World
  let org: Awaited<ReturnType<World['found']>>
  let teams: Imported
  let services: Imported
  let findings: Finding[]
  const bring = (name: string, file: string) => org.act<Imported>('elements.import', { mapping: mapping(name), files: [{ name: file, text: readFileSync(new URL(file, data), 'utf8') }] })
  const told = (check: string) => findings.filter((finding) => finding.check === check).map((finding) => finding.message)

  beforeAll(async () => {
    world = await makeWorld()
    org = await world.found('GitLab', 'UTC')
    await org.act('sms.start', { starter: 'just-enough' })
    await org.enact('role', { title: 'Team manager', accountable: 'ROL-1', body: { purpose: 'Leads a team and answers for what it runs.', responsibilities: ['Staffs the rota'], heldPer: 'unit' } })
    teams = await bring('gitlab-managers', 'teams_2022-02-09.yml')
    services = await bring('gitlab-services', 'service-catalog_2022-02-09.yml')
    findings = (await org.read<{ findings: Finding[] }>('xray.find', { most: 1000 })).findings
  })
  afterAll(() => world.close())

  it('has its teams as units, their managers as holders, and its services', async () => {
    const source = readFileSync(new URL('teams_2022-02-09.yml', data), 'utf8')
    const managed = [...source.matchAll(/^ {2}manager_slug: *([\w.-]+)/gm)].map(([, slug]) => slug!)
    expect([teams.read, teams.created, services.created]).toEqual([63, 63, 55])
    expect(teams.written).toMatchObject({ people: new Set(managed).size, holders: managed.length })
  })

  it('is told by the X-ray of the 42 services that name no team and apart from them of the 2 whose only team is unknown', () => {
    expect([told('services.no-team').length, told('services.unknown-team').length]).toEqual([42, 2])
  })

  it('is told of the 10 dependencies that dangle and of the one that points at itself', () => {
    expect([told('services.dependency-unknown').length, told('services.depends-on-itself').length]).toEqual([10, 1])
  })

  it('keeps its own name, and finds nothing grave in what the starter brought but that nobody is appointed and nothing stated in scope yet', async () => {
    const page = await org.read<{ organisation: { name: string } }>('a3.page')
    expect(page.organisation.name).toBe('GitLab')
    const grave = findings.filter(({ severity, check, element }) => severity === 'high' && !/^(SVC|UNT)-/.test(element ?? '') && !check.endsWith('vacant'))
    expect(grave.map(({ check }) => check)).toEqual(['scope.empty'])
  })
})
