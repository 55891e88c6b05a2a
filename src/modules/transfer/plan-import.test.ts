import { describe, expect, it } from 'vitest'
import { growthOf } from '../../../test/support/growth.ts'
import { counts, importing } from '../../../test/support/importing.ts'
import { service } from '../operating-model/service.ts'
import { supplier } from '../operating-model/supplier.ts'
import { unit } from '../operating-model/unit.ts'
import { role } from '../roles/role.ts'
import { obstacleOf } from './existing.ts'

const world = (options?: Parameters<typeof importing>[1]) => importing([service, unit, supplier, role], options)
const services = 'kind: service\nkey: name\nfields: {description: note, criticality: crit}\nlinks: [{type: dependsOn, each: {from: needs, split: ";"}, to: service}, {type: provides, each: {from: team, split: ";"}, to: unit}]'
const header = 'name,note,crit,needs,team\n'
const units = 'kind: unit\nkey: name\nlinks: [{type: partOf, each: parent, to: unit}]'
const reasons = (plan: { rejected: { row: number; column: string | null; reason: string }[] }) => plan.rejected.map(({ row, column, reason }) => `${row} ${column}: ${reason}`)

describe('planning an import', () => {
  it('does not depend on the order of rows', () => {
    const one = world()
    one.run(units, 'name,parent\nHR,\n')
    expect(counts(one.run(services, `${header}A,,1,B;C,HR\nB,,2,C,\nC,,3,,\n`))).toBe('3 read, 3 created, 0 changed, 0 unchanged, 0 rejected')
    expect(one.linked(one.named('service', 'A'), 'dependsOn')).toEqual(['B', 'C'])
    expect(one.linked(one.named('unit', 'HR'), 'provides')).toEqual(['A'])
  })

  it('changes nothing when the same file comes twice', () => {
    const one = world()
    one.run(units, 'name,parent\nHR,\n')
    const file = `${header}A,text,1,B;X,HR;Y\nB,,2,,\n`
    const first = one.run(services, file)
    const second = one.plan(services, file)
    expect(counts(first)).toBe('2 read, 2 created, 0 changed, 0 unchanged, 2 rejected')
    expect(counts(second)).toBe('2 read, 0 created, 0 changed, 2 unchanged, 2 rejected')
    expect([second.elements, second.people, second.holders]).toEqual([[], [], []])
  })

  it('changes a row whose field, link or incoming link changed, and no other', () => {
    const one = world()
    one.run(units, 'name,parent\nHR,\nIT,\n')
    one.run(services, `${header}A,a,1,B,HR\nB,b,2,,HR\nC,c,3,,\nD,d,3,,\n`)
    const next = one.run(services, `${header}A,a,1,,HR\nB,new,2,,HR\nC,c,3,,IT\nD,d,3,,\n`)
    expect(counts(next)).toBe('4 read, 0 created, 3 changed, 1 unchanged, 0 rejected')
    expect(next.rows.map((row) => row.result)).toEqual(['changed', 'changed', 'changed', 'unchanged'])
    expect(one.linked(one.named('service', 'A'), 'dependsOn')).toEqual([])
    expect(one.linked(one.named('unit', 'IT'), 'provides')).toEqual(['C'])
  })

  it('takes a team away from a service that no longer names it', () => {
    const one = world()
    one.run(units, 'name,parent\nHR,\nIT,\n')
    one.run(services, `${header}A,,1,,HR;IT\nB,,1,,HR\n`)
    expect(counts(one.run(services, `${header}A,,1,,IT\n`))).toBe('1 read, 0 created, 1 changed, 0 unchanged, 0 rejected')
    expect(one.linked(one.named('unit', 'HR'), 'provides')).toEqual(['B'])
  })

  it('leaves alone what it does not map: other fields, other link types, and rows that are not in the file', () => {
    const one = world()
    one.run(services, `${header}A,,1,B,\nB,,1,,\n`)
    const a = one.named('service', 'A')
    const goal = one.put({ kind: 'supplier', title: 'Acme' })
    one.elements.set(a.id, { ...a, body: { ...a.body, stage: 'retiring' }, links: [...a.links, { type: 'serves', to: goal.id, note: 'by hand' }] })
    one.run('kind: service\nkey: name\nfields: {criticality: crit}', `${header}A,,4,,\n`)
    expect(one.named('service', 'A')).toMatchObject({ body: { stage: 'retiring', criticality: 4 } })
    expect(one.named('service', 'A').links.map((link) => link.type)).toEqual(['dependsOn', 'serves'])
  })

  it('leaves what people wrote where the file says nothing', () => {
    const one = world()
    one.run(services, `${header}A,,1,,\n`)
    const a = one.named('service', 'A')
    one.elements.set(a.id, { ...a, body: { ...a.body, description: 'Written by hand.' } })
    expect(counts(one.plan(services, `${header}A,,1,,\n`))).toBe('1 read, 0 created, 0 changed, 1 unchanged, 0 rejected')
  })

  it('keeps the note on a link that stays', () => {
    const one = world()
    one.run(services, `${header}A,,1,B,\nB,,1,,\n`)
    const a = one.named('service', 'A')
    one.elements.set(a.id, { ...a, links: a.links.map((link) => ({ ...link, note: 'nightly' })) })
    one.run(services, `${header}A,changed,1,B,\nB,,1,,\n`)
    expect(one.named('service', 'A').links).toMatchObject([{ type: 'dependsOn', note: 'nightly' }])
  })

  it('finds an element by its Wellrun key, so that an exported list can come back', () => {
    const one = world()
    one.put({ kind: 'service', title: 'Payroll' })
    expect(counts(one.run('kind: service\nkey: key\nfields: {title: name}', 'key,name\nSVC-1,Salaries\n'))).toBe('1 read, 0 created, 1 changed, 0 unchanged, 0 rejected')
    expect(one.of('service')).toMatchObject([{ key: 'SVC-1', title: 'Salaries', externalKey: null }])
  })

  it('takes four times as long for four times the rows, not sixteen times', { timeout: 120_000 }, () => {
    const growth = growthOf((count) => {
      const rows = Array.from({ length: count }, (_, i) => `s${i},Note ${i},${(i % 4) + 1},s${(i * 7 + 1) % count},`)
      expect(counts(world().plan(services, header + rows.join('\n')))).toBe(`${count} read, ${count} created, 0 changed, 0 unchanged, 0 rejected`)
    }, 8000)
    expect(growth).toBeLessThan(10)
  })
})

describe('what an import rejects', () => {
  it('names an unknown link, imports its row, and keeps the name', () => {
    const one = world()
    one.run(units, 'name,parent\nPlatform,\n')
    expect(reasons(one.run(services, `${header}A,,1,Z,platfrom\n`))).toEqual([
      '2 needs: There is no service "Z"; import or draft it first, or mend the name.',
      '2 team: There is no unit "platfrom"; did you mean "Platform"?',
    ])
    expect(one.named('service', 'A').unknown).toEqual([{ type: 'dependsOn', name: 'Z' }, { type: 'provides', name: 'platfrom' }])
    one.run(services, `${header}A,,1,,Platform\n`)
    expect(one.named('service', 'A').unknown).toEqual([])
  })

  it('refuses what nobody could read rightly, with its row and column', () => {
    expect(reasons(world().plan(services, `${header}A\u202e,,1,,\nB,x\u2067y,1,,\nC,a\u0007,1,,\nD,two\tparts,1,,\n`))).toEqual([
      '2 name: The key holds control characters or turns the direction of writing; take that out.',
      '3 note: "x\u2067y" does not fit description, which takes a text. It holds a character that turns the direction of writing (U+2067). Take it out.',
      '4 note: "a\u0007" does not fit description, which takes a text. It holds a control character (U+0007). Take it out.',
    ])
    expect(reasons(world().plan('kind: person\nkey: name\nfields: {name: who}', 'name,who\n1,Ada \u202eBerg\n'))[0]).toBe('2 who: The name holds control characters or turns the direction of writing; take that out.')
  })

  it('guesses at a slip of the pen', () => {
    const one = world()
    expect(reasons(one.plan(services, `${header}Postgres,,1,,\nB,,1,Postgrs,\n`))).toEqual(['3 needs: There is no service "Postgrs"; did you mean "Postgres"?'])
  })

  it('names an empty item of a list, but does not keep it', () => {
    const one = world()
    const plan = one.run('kind: service\nkey: name\nlinks: [{type: dependsOn, each: "deps[*].service", to: service}]', { name: 'a.json', bytes: new TextEncoder().encode('[{"name":"A","deps":[{"service":null},{}]},{"name":"B","deps":null}]') })
    expect(reasons(plan)).toEqual(Array(2).fill('1 deps[*].service: The name is empty; name the service or take the item out.'))
    expect(one.named('service', 'A').unknown).toEqual([])
  })

  it('rejects the second of two rows with one key, naming the first', () => {
    const plan = world().plan(services, `${header}A,,1,,\nB,,1,,\nA,,2,,\n,,1,,\n`)
    expect(reasons(plan)).toEqual([
      '4 name: "A" is the key of row 2 already; give each row a key of its own.',
      '5 name: The key is empty; without it the next import could not find this row again.',
    ])
    expect(counts(plan)).toBe('4 read, 2 created, 0 changed, 0 unchanged, 2 rejected')
  })

  it('rejects a value that does not fit, with what would', () => {
    const plan = world().plan(`${services}\n`.replace('criticality: crit', 'criticality: crit, stage: team'), `${header}A,,high,,live\nB,,7,,live\nC,,1,,dead\nD,,2,,Live\n`)
    expect(reasons(plan).slice(0, 3)).toEqual([
      '2 crit: "high" does not fit criticality, which takes a number.',
      '3 crit: "7" does not fit criticality, which takes a number. The least critical is 4.',
      '4 team: "dead" does not fit stage, which takes one of proposed, live, retiring.',
    ])
    expect(plan.created).toBe(1)
  })

  it('says so where a link goes to a row that was itself rejected', () => {
    const plan = world().plan(services, `${header}A,,1,B,\nB,,9,,\n`)
    expect(reasons(plan)[0]).toBe('2 needs: The service "B" was itself rejected (row 3); mend that row first.')
  })

  it('rejects a dependency of a service on itself', () => {
    expect(reasons(world().plan(services, `${header}A,,1,A,\n`))).toEqual(['2 needs: "A" is the service itself; it cannot be linked to itself.'])
  })

  it('rejects the links of a circle of units, naming the circle, and imports the units', () => {
    const one = world()
    const plan = one.run(units, 'name,parent\nA,B\nB,C\nC,A\nD,A\n')
    expect(reasons(plan)).toEqual([
      '2 parent: This closes a circle of units: A → B → C → A. A unit cannot be part of itself.',
      '3 parent: This closes a circle of units: B → C → A → B. A unit cannot be part of itself.',
      '4 parent: This closes a circle of units: C → A → B → C. A unit cannot be part of itself.',
    ])
    expect(one.linked(one.named('unit', 'D'), 'partOf')).toEqual(['A'])
    expect(counts(one.plan(units, 'name,parent\nA,B\nB,C\nC,A\nD,A\n'))).toBe('4 read, 0 created, 0 changed, 4 unchanged, 3 rejected')
  })

  it('rejects only the new link where the rest of the circle is in force, and allows a turn round', () => {
    const one = world()
    one.run(units, 'name,parent\nA,B\nB,\n')
    expect(reasons(one.plan(units, 'name,parent\nB,A\n'))).toEqual(['2 parent: This closes a circle of units: B → A → B. A unit cannot be part of itself.'])
    expect(reasons(one.run(units, 'name,parent\nB,A\nA,\n'))).toEqual([])
    expect(one.linked(one.named('unit', 'B'), 'partOf')).toEqual(['A'])
  })

  it('rejects a second parent and stays quiet about the same file the next time', () => {
    const one = world()
    const two = units.replace('each: parent', 'each: {from: parent, split: ";"}')
    expect(reasons(one.run(two, 'name,parent\nA,\nB,\nC,A;B\n'))).toEqual(['4 parent: A unit is part of one other unit; take the other link out.'])
    expect(counts(one.plan(two, 'name,parent\nA,\nB,\nC,A;B\n'))).toBe('3 read, 0 created, 0 changed, 3 unchanged, 1 rejected')
  })

  it('rejects a link to what is retired, and a row that would change it', () => {
    const one = world()
    one.put({ kind: 'service', title: 'Old', externalKey: 'old', status: 'retired', obstacle: 'SVC-1 is retired and stays as it was; give what is new a key of its own.' })
    expect(reasons(one.plan(services, `${header}A,,1,old,\nold,,2,,\n`))).toEqual([
      '2 needs: "old" (SVC-1) is retired; name what took its place.',
      '3 name: SVC-1 is retired and stays as it was; give what is new a key of its own.',
    ])
  })

  it('does not pass over what stands in the way of a change, and says nothing where there is no change', () => {
    const one = world()
    one.put({ kind: 'service', title: 'A', externalKey: 'A', obstacle: 'SVC-1 has an open draft.' })
    one.put({ kind: 'unit', title: 'HR', externalKey: 'HR', obstacle: 'UNT-1 has an open draft.' })
    expect(reasons(one.plan(services, `${header}A,new,,,\nB,,1,,HR\n`))).toEqual(['2 name: SVC-1 has an open draft.', '3 team: UNT-1 has an open draft.'])
    expect(one.plan(services, `${header}A,new,,,\nB,,1,,HR\n`).elements.map((element) => element.title)).toEqual(['B'])
    expect(counts(one.plan(services, `${header}A,,,,\n`))).toBe('1 read, 0 created, 0 changed, 1 unchanged, 0 rejected')
  })

  it('takes somebody else\'s draft and a proposal that is open for what stands in the way', () => {
    const element = { key: 'SVC-1', status: 'in force' as const, version: 1, draft: {}, draftBy: 'ann' }
    const by = { outcome: 'proposal' as const, personId: 'bo', proposal: undefined }
    expect(obstacleOf(element, by)).toBe('SVC-1 has an open draft; put it in force or discard it, then import again.')
    expect(obstacleOf(element, { ...by, personId: 'ann' })).toBeNull()
    expect(obstacleOf(element, { ...by, personId: 'ann', proposal: 'PRO-1' })).toBe('SVC-1 is part of the open proposal PRO-1; decide that first, then import again.')
    expect(obstacleOf({ ...element, draft: { retiring: true } }, { ...by, personId: 'ann' })).toMatch('is about to be retired')
    expect(obstacleOf(element, { ...by, outcome: 'in force' })).toMatch('has an open draft')
    expect(obstacleOf(element, { ...by, outcome: 'draft' })).toBeNull()
    expect(obstacleOf({ ...element, draft: null }, by)).toBeNull()
  })

  it('refuses a doubtful title', () => {
    const one = world()
    one.put({ kind: 'unit', title: 'IT' })
    one.put({ kind: 'unit', title: 'it' })
    expect(reasons(one.plan(services, `${header}A,,1,,IT\n`))).toEqual(['2 team: 2 of kind unit are titled "IT"; name the one that is meant by its key.'])
  })
})

const roster = 'kind: person\nkey: email\nfields: {name: name, email: email, from: since}\nalso: [{kind: holder, fields: {role: role, person: email, element: service, deputy: deputy}}]'

describe('people and holders', () => {
  function staffed() {
    const one = world()
    one.put({ kind: 'service', title: 'Payroll' })
    one.put({ kind: 'role', title: 'Service owner', body: { ...role.empty, heldPer: 'service' } })
    one.put({ kind: 'role', title: 'SMS owner' })
    return one
  }

  it('come from one list, and not again from the same list', () => {
    const one = staffed()
    const file = 'name,email,since,role,service,deputy\nAnn Lee,ann@example.org,2025-01-01,SMS owner,,\nBo,bo@example.org,,service owner,Payroll,yes\n'
    expect(counts(one.run(roster, file))).toBe('2 read, 2 created, 0 changed, 0 unchanged, 0 rejected')
    expect([...one.people.values()]).toMatchObject([{ name: 'Ann Lee', email: 'ann@example.org', fromOn: '2025-01-01' }, { name: 'Bo' }])
    expect([...one.holders.values()]).toMatchObject([{ elementId: null, deputy: false, fromOn: '2026-01-15' }, { elementId: one.named('service', 'Payroll').id, deputy: true }])
    expect(counts(one.plan(roster, file))).toBe('2 read, 0 created, 0 changed, 2 unchanged, 0 rejected')
  })

  it('are found by address where somebody added them by hand', () => {
    const one = staffed()
    one.people.set('p', { id: 'p', externalKey: null, name: 'Ann', email: 'Ann@example.org', fromOn: null, toOn: null })
    one.run(roster, 'name,email,since,role,service,deputy\nAnn Lee,ann@example.org,,SMS owner,,\n')
    expect([...one.people.values()]).toMatchObject([{ id: 'p', name: 'Ann Lee', email: 'Ann@example.org' }])
  })

  it('are rejected by column for a day, a role or an element that there is not', () => {
    const file = 'name,email,since,role,service,deputy\nA,a@x.org,1.2.2025,SMS owner,,\nB,b@x.org,,Boss,,\nC,c@x.org,,Service owner,Pay,\nD,d@x.org,,SMS owner,Payroll,\n'
    expect(reasons(staffed().plan(roster, file))).toEqual([
      '2 since: "1.2.2025" is no day; give it as YYYY-MM-DD.',
      '3 role: There is no role "Boss"; import or draft it first, or mend the name.',
      '4 service: There is no service "Pay"; import or draft it first, or mend the name.',
      '5 service: "SMS owner" is held for the whole organisation, not for "Payroll"; leave this empty, or say in the role what it is held per.',
    ])
  })

  it('end where a row names another owner of its service', () => {
    const one = staffed()
    const owners = 'kind: service\nkey: name\nalso: [{kind: person, key: owner}, {kind: holder, fields: {role: {default: Service owner}, person: owner}}]'
    one.run(owners, 'name,owner\nMail,Ann\n')
    for (const [id, holder] of one.holders) one.holders.set(id, { ...holder, fromOn: '2025-03-01' })
    const next = one.run(owners, 'name,owner\nMail,Bo\n')
    expect(counts(next)).toBe('1 read, 0 created, 1 changed, 0 unchanged, 0 rejected')
    expect([...one.holders.values()].map(({ personId, toOn }) => [one.people.get(personId)!.name, toOn])).toEqual([['Ann', '2026-01-14'], ['Bo', null]])
    expect(counts(one.plan(owners, 'name,owner\nMail,Bo\n'))).toBe('1 read, 0 created, 0 changed, 1 unchanged, 0 rejected')
  })

  it('of a list of holders alone are found by address or by a name that is one person\'s', () => {
    const one = staffed()
    one.people.set('p', { id: 'p', externalKey: null, name: 'Ann', email: 'ann@x.org', fromOn: null, toOn: null })
    one.people.set('q', { id: 'q', externalKey: null, name: 'Ann', email: null, fromOn: null, toOn: null })
    const plan = one.plan('kind: holder\nfields: {role: role, person: who}', 'role,who\nSMS owner,ann@x.org\nSMS owner,ann\nSMS owner,Ann <ANN@x.org>\n,ann\n')
    expect(plan.holders.map((holder) => holder.personId)).toEqual(['p'])
    expect(reasons(plan)).toEqual([
      '3 who: 2 people are called "ann"; name the one that is meant by e-mail address.',
      '4 who: Row 2 says the same already; take one out.',
      '5 role: No role is named; name the role that is held.',
    ])
  })
})

describe('several kinds from one row', () => {
  const mapping = 'kind: service\nkey: name\nlinks: [{type: provides, each: unit, to: unit}]\nalso: [{kind: unit, key: unit, fields: {title: unit, description: about}}]'

  it('make the unit that several rows name once, and report where they contradict', () => {
    const one = world()
    const plan = one.run(mapping, 'name,unit,about\nA,HQ,\nB,HQ,Head office\nC,HQ,Centre\nD,,\n')
    expect(counts(plan)).toBe('4 read, 4 created, 0 changed, 0 unchanged, 1 rejected')
    expect(reasons(plan)).toEqual(['4 about: "Centre" contradicts row 3, which has "Head office" for the same unit; the first was taken.'])
    expect(one.of('unit')).toMatchObject([{ title: 'HQ', body: { description: 'Head office' } }])
    expect(one.linked(one.of('unit')[0]!, 'provides')).toEqual(['A', 'B', 'C'])
  })
})
