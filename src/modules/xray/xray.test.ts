import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { importing } from '../../../test/support/importing.ts'
import { fjordvik } from '../../../test/support/fjordvik.ts'
import { crowded, SystemMaker } from '../../../test/support/systems.ts'
import { told } from '../../../test/support/xrayed.ts'
import type { System } from '../../shared/system.ts'
import { service } from '../operating-model/service.ts'
import { unit } from '../operating-model/unit.ts'
import { role } from '../roles/role.ts'
import { severities } from './check.ts'
import { checks, xray } from './xray.ts'

function shuffled<Item>(list: readonly Item[]): Item[] {
  return [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? 1 : -1))
}

describe('the X-ray', () => {
  it('asks at least thirty questions, each by a name of its own', () => {
    expect(new Set(checks.map((check) => check.id)).size).toBe(checks.length)
    expect(checks.length).toBeGreaterThanOrEqual(30)
  })

  it('names the gravest first, and says the same of the same system in whatever order it was read', () => {
    const system = fjordvik()
    const found = xray(system)
    const ranks = found.map((finding) => severities.indexOf(finding.severity))
    expect(ranks).toEqual([...ranks].sort())
    expect(new Set(ranks).size).toBe(3)
    expect(xray({ ...system, elements: shuffled(system.elements), holders: shuffled(system.holders), people: shuffled(system.people) })).toEqual(found)
  })

  it('leaves the system as it was, and names each finding once', () => {
    const system = crowded(60, 20)
    const before = JSON.stringify(system)
    const found = xray(system).map((finding) => JSON.stringify(finding))
    expect(new Set(found).size).toBe(found.length)
    expect(JSON.stringify(system)).toBe(before)
  })

  it('finds nothing where there is nothing', () => {
    expect(xray(new SystemMaker('Empty').system)).toEqual([])
  })

  it('survives bodies that no schema knows', () => {
    const made = new SystemMaker('Odd')
    for (const kind of ['scope', 'service', 'agreement', 'calendar', 'supplier', 'policy', 'role', 'routine', 'measure', 'review', 'plan', 'unit', 'objective', 'party', 'organisation', 'framework']) {
      made.add(kind, `Odd ${kind}`, { entries: 7, targets: 'many', steps: null, windows: {}, principles: [3], agenda: 'x', formula: 1, tests: 'x', criticality: 'high', participants: null })
    }
    expect(xray(made.system).length).toBeGreaterThan(10)
  })

  it('takes less than a third of a second for a thousand services among three thousand elements', () => {
    const system = crowded(1000, 150)
    const spent = Array.from({ length: 5 }, () => {
      const since = process.threadCpuUsage()
      xray(structuredClone(system))
      const { user, system: kernel } = process.threadCpuUsage(since)
      return (user + kernel) / 1000
    })
    expect(Math.min(...spent)).toBeLessThan(333)
  })

  it('ends every message and no mend with a full stop, and starts none in the middle', () => {
    for (const { message, mend } of [...xray(fjordvik()), ...xray(crowded(30, 10))]) {
      expect(message).toMatch(/^["–A-ZÆØÅ].*\.$/s)
      expect(mend.verb).toMatch(/^[a-z]+\.[a-z]+$/)
    }
  })
})

const data = new URL('../../../../shared/data/gitlab_service_catalog_2022/', import.meta.url)

describe.skipIf(!existsSync(data))('the X-ray of the GitLab service catalogue of 2022 (skipped where ../shared/data is absent)', () => {
  const system = (): System => {
    const one = importing([service, unit, role])
    const bring = (name: string, file: string) =>
      one.run(readFileSync(new URL(`../../../test/fixtures/mappings/${name}.yml`, import.meta.url), 'utf8'), { name: file, bytes: readFileSync(new URL(file, data)) })
    bring('gitlab-teams', 'teams_2022-02-09.yml')
    bring('gitlab-services', 'service-catalog_2022-02-09.yml')
    const made = new SystemMaker('GitLab').system
    return { ...made, elements: [...one.elements.values()].map((element) => ({ ...element, effectiveOn: '2026-11-01', reviewedOn: null })) }
  }

  it('lists the 42 services that name no team and apart from them the 2 whose only team is unknown', () => {
    const expected = JSON.parse(readFileSync(new URL('expected.json', data), 'utf8')) as { without_owner_and_teams: number }
    expect(told(system(), 'services.no-team')).toHaveLength(expected.without_owner_and_teams)
    const unknown = told(system(), 'services.unknown-team')
    expect(unknown).toHaveLength(2)
    expect(unknown.join()).toMatch(/"trust_and_safety" alone.*"verify" alone|"verify" alone.*"trust_and_safety" alone/)
  })

  it('lists the 10 dependencies that dangle and the 1 that points at itself', () => {
    expect(told(system(), 'services.dependency-unknown')).toHaveLength(10)
    expect(told(system(), 'services.depends-on-itself')).toEqual([expect.stringMatching(/Gitaly names itself \("gitaly"\)/)])
  })
})
