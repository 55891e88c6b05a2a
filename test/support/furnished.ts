import type { Org } from '../laws/samples.ts'

/** A choice by a number that is thrown; the same numbers make the same system. */
type Dice = { next: <T>(choices: readonly T[]) => T; chance: (percent: number) => boolean }

function diceOf(numbers: readonly number[]): Dice {
  let at = 0
  const throwOne = () => numbers[at++ % numbers.length]! + at
  return { next: (choices) => choices[throwOne() % choices.length]!, chance: (percent) => (throwOne() * 37) % 100 < percent }
}

const texts = ['Plain words.', 'Two lines:\n\n- one: two\n- "three" # four', "It's 100 %, æøå — ü 日本 🙂", 'yes', 'null', '2026-01-01', '- not a list', '{ not: a map }', '&anchor *alias !tag | > % @ `', 'a\r\nb', 'tab\there', `${'long '.repeat(60)}end`, '#', '~', '0x1F', "'", '"', ': ']

/** Fills an organisation with something of every kind, in force, drafted, planned, retired and named after it was, with people and holders. */
export async function furnish(org: Org, numbers: readonly number[], prefix = 'First'): Promise<void> {
  const dice = diceOf(numbers)
  const text = () => dice.next(texts)
  let count = 0
  const name = () => `${prefix} ${++count} ${dice.next(['', 'with: colon', '# hash', "d'or", '"quoted"', 'æøå'])}`.trim()
  const make = async (kind: string, body: object, more: object = {}) => {
    const drafted = await org.act(`${kind}.draft`, { title: name(), reviewEvery: dice.next(['P1Y', 'P3M', null]), accountable: dice.next(['ROL-1', null]), body, ...more })
    return drafted
  }
  const enact = async (kind: string, body: object, more: object = {}) => {
    const drafted = await make(kind, body, more)
    return org.act(`${kind}.approve`, { element: drafted.key, revision: drafted.revision })
  }
  const goal = await enact('objective', { statement: text(), plan: text(), target: 'all', dueOn: dice.next(['2027-01-01', null]) })
  const duty = await enact('obligation', { text: text(), citation: 'Art. 1', bound: text().slice(0, 100).replaceAll(/[\r\n]/g, ' ') })
  const draftedGoal = await make('objective', { statement: text() }, { effectiveOn: dice.next(['2027-05-05', null]) })
  const why = () => [{ type: 'serves', to: goal.key, ...(dice.chance(40) ? { note: text() } : {}) }, ...(dice.chance(50) ? [{ type: 'serves', to: dice.next([duty.key, draftedGoal.key]) }] : [])]
  const role = await enact('role', { purpose: text(), responsibilities: ['Does it'], heldPer: dice.next(['service', 'organisation']) }, { links: why() })
  const other = await enact('role', { purpose: text(), authorities: ['policy.draft'] }, { links: [{ type: 'separatedFrom', to: role.key }] })
  const parent = await enact('unit', { description: text() })
  const unit = await enact('unit', { type: 'product team', description: text() }, { links: [{ type: 'partOf', to: parent.key }] })
  const location = await enact('location', {})
  const calendar = await enact('calendar', { timeZone: 'Europe/Oslo', windows: [{ days: ['monday', 'friday'], from: '08:00', to: '16:00' }], holidays: [{ on: '2026-12-25', name: 'Christmas' }] })
  const service = await enact('service', { description: text(), criticality: dice.next([1, 2, null]), stage: dice.next(['live', 'proposed']) }, { links: why(), accountable: role.key })
  const second = await enact('service', { description: text() }, { links: [{ type: 'dependsOn', to: service.key, note: text() }] })
  const supplier = await enact('supplier', { description: text(), expectations: ['Answers'], contractFromOn: '2025-01-01', notice: dice.next(['P3M', null]) }, { links: [{ type: 'provides', to: second.key }] })
  await enact('party', { description: text(), needs: ['Help'] })
  await enact('plan', { content: text(), tests: [{ what: 'Restore', every: 'P1Y' }] }, { links: why() })
  await enact('agreement', { targets: [{ quantity: 'availability', comparator: 'at least', value: 99.5, unit: '%' }] }, { links: [{ type: 'binds', to: service.key }, { type: 'binds', to: calendar.key }] })
  const routine = await enact('routine', routineBody(role.key, other.key, calendar.key, text()), { links: why() })
  await org.act('unit.draft', { element: unit.key, title: 'Unit that operates', body: {}, links: [{ type: 'partOf', to: parent.key }, { type: 'operates', to: routine.key, for: service.key }] })
  const policy = await enact('policy', { theme: 'Change', statement: text(), principles: [{ text: 'One', threshold: { quantity: 'Failures', comparator: 'at most', value: 5.5, unit: '%' } }, { text: 'Two' }] }, { links: [...why(), { type: 'governs', to: routine.key, extent: dice.next(['full', 'partial']) }] })
  const measure = await enact('measure', { formula: { type: 'availability' }, unit: '%', target: 99.9 }, { links: [{ type: 'measures', to: service.key }, { type: 'measures', to: policy.key }] })
  await enact('measure', { formula: { type: 'score', criteria: [{ name: 'Up', weight: 2, measure: measure.key }] }, unit: '' })
  await enact('review', { purpose: text(), rrule: 'FREQ=MONTHLY;BYDAY=1TU', firstOn: '2026-04-07', chair: other.key, participants: [role.key], agenda: [{ title: 'Measures', input: 'measures and trends' }] }, { links: [{ type: 'reviews', to: service.key }] })
  await scopeOf(org, [[service.key, 'unit', unit.key, 'in'], ['*', 'location', location.key, 'partly'], [second.key, 'supplier', supplier.key, 'in']])
  await make('policy', { statement: text() })
  const planned = await enact('policy', { statement: text() }, { effectiveOn: '2027-02-02', links: why() })
  if (dice.chance(60)) await org.act('policy.draft', { element: planned.key, title: 'Later still', body: {} })
  await retired(org, dice, { goal: goal.key, role: role.key, make, enact })
  await staff(org, dice, [role.key, other.key], service.key, prefix)
}

function routineBody(role: string, other: string, calendar: string, purpose: string): object {
  const step = (id: string, more: object = {}) => ({ id, name: id, process: 'recover', role, ...more })
  return {
    trigger: 'Somebody calls.', purpose, recordNoun: 'incident', recordPrefix: 'INC',
    steps: [step('open', { rasci: { accountable: other, consulted: [role] } }), step('done', { end: true, evidence: [{ what: 'Log', within: 'P1D' }] })],
    transitions: [{ from: 'open', to: 'done', name: 'Solve' }],
    clocks: [{ id: 'restore', name: 'Restore', start: { at: 'entering', of: 'open' }, stop: { at: 'entering', of: 'done' }, hours: 'service hours', calendar, targets: [{ priority: '*', value: 4, unit: 'hours' }] }],
    outcomes: [{ id: 'fixed', name: 'Fixed', result: 'successful' }],
  }
}

async function scopeOf(org: Org, cells: readonly (readonly [string, string, string, string])[]): Promise<void> {
  for (const [service, axis, element, state] of cells) await org.act('scope.state', { service, axis, element, state })
  const { revision, draft } = await org.read<{ revision: number; draft: object | null }>('scope.get', { element: 'SCO-1' })
  if (draft) await org.act('scope.approve', { element: 'SCO-1', revision })
}

type Making = { goal: string; role: string; make: (kind: string, body: object, more?: object) => Promise<{ key: string; revision: number }>; enact: (kind: string, body: object, more?: object) => Promise<{ key: string; revision: number }> }

/** Elements that are gone and still named: by a link, by a role that answers, by a draft that was thrown away. */
async function retired(org: Org, dice: Dice, { role, make, enact }: Making): Promise<void> {
  const gone = await enact('objective', { statement: 'Gone', plan: 'It was.' })
  const owner = await enact('role', { purpose: 'Gone too.' })
  const thrown = await make('objective', { statement: 'Never' })
  await enact('policy', { statement: 'Serves what is gone.' }, { accountable: owner.key, links: [{ type: 'serves', to: gone.key }, { type: 'serves', to: thrown.key }] })
  await enact('review', { chair: owner.key, participants: [role] })
  await org.act('objective.retire', { element: gone.key, revision: gone.revision, reason: 'Over.' })
  await org.act('role.retire', { element: owner.key, revision: owner.revision, reason: 'Over.' })
  await org.act('objective.discard', { element: thrown.key, revision: thrown.revision })
  if (dice.chance(50)) {
    const unnamed = await enact('policy', { statement: 'Nobody names me.' })
    await org.act('policy.retire', { element: unnamed.key, revision: unnamed.revision, reason: 'Over.' })
  }
}

async function staff(org: Org, dice: Dice, roles: readonly string[], service: string, prefix: string): Promise<void> {
  const people = await Promise.all(['Bo Li', 'Åse Ødegård', "Conan O'Brien"].map((name, at) =>
    org.act<{ id: string }>('person.add', { name, ...(at === 2 ? { name: `${name} ${prefix}` } : { email: `${prefix}${at}@Example.org` }), ...(dice.chance(50) ? { fromOn: '2025-01-01' } : {}), ...(dice.chance(30) ? { toOn: '2030-01-01' } : {}) })))
  for (const [at, person] of people.entries()) {
    await org.act('holder.appoint', { role: roles[at % 2], person: person.id, ...(at === 0 ? { element: service } : {}), deputy: dice.chance(40), toOn: '2029-12-31', fromOn: dice.next(['2026-01-01', '2026-08-01']), reason: 'As agreed.' })
  }
}
