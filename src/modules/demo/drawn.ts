import { hits, hows } from './catalogue.ts'
import type { Catalogue, DrawnChange, DrawnIncident, DrawnRequest, Somebody } from './catalogue.ts'
import { daysFrom } from './days.ts'
import { isWorkingDay, later, timeOf } from './working-time.ts'
import type { Moment } from './working-time.ts'
import type { Told, ToldStep, ToldValue } from './work.ts'

type Random = () => number
type Drawing = { catalogue: Catalogue; today: string; random: Random; /** Windows of changes, by day and hour. */ taken: Set<string> }
type Step = Omit<ToldStep, 'mention' | 'day' | 'at' | 'by'>

/** How many of each begin on a working day, on average. */
const perDay = { incident: 0.8, request: 0.55, change: 0.3 } as const

/** The everyday work of the demo, from one day to another, drawn from its catalogue: the same with the same seed and day. */
export function drawnWork({ catalogue, today, random }: Omit<Drawing, 'taken'>, fromDay: number, toDay: number): Told[] {
  const drawing = { catalogue, today, random, taken: new Set<string>() }
  const all: Told[] = []
  for (let day = fromDay; day <= toDay; day++) {
    if (!isWorkingDay(day, today)) continue
    // The last days bring more, so that there is work on the boards.
    const much = day > toDay - 5 ? 4 : 1
    for (let left = perDay.incident * 2 * much * random(); random() < left; left--) all.push(incidentOf(drawing, day))
    for (let left = perDay.request * 2 * random(); random() < left; left--) all.push(requestOf(drawing, day))
    if (random() < perDay.change) all.push(changeOf(drawing, day))
  }
  return all
}

/** Somebody among those who are there on a day. */
function someone(people: readonly Somebody[], day: number, random: Random): string {
  const there = people.filter(({ from, until }) => (from ?? -Infinity) <= day && day <= (until ?? Infinity))
  return (there[Math.floor(random() * there.length)] ?? people[0]!).person
}

function one<T>(list: readonly T[], random: Random): T {
  return list[Math.floor(random() * list.length)]!
}

/** A life as it is put together: each thing some minutes of service time after the one before. */
class Life {
  readonly told: Told
  readonly #drawing: Drawing
  #at: Moment

  constructor(drawing: Drawing, day: number, told: Pick<Told, 'routine' | 'title' | 'by' | 'about'> & Partial<Told>) {
    this.#drawing = drawing
    this.#at = { day, minute: 455 + Math.floor(drawing.random() * 480) }
    this.told = { fields: {}, steps: [], ...told, day, at: timeOf(this.#at.minute) }
  }

  does(minutes: number, by: string, step: Step): this {
    this.#at = later(this.#at, Math.max(1, Math.round(minutes)), this.#drawing.today)
    this.told.steps.push({ mention: [], ...step, by, day: this.#at.day, at: timeOf(this.#at.minute) })
    return this
  }
}

const hoursOf = { Critical: 2, High: 4, Medium: 7, Low: 16 } as const
const urgencyOf = (hit: DrawnIncident[2], how: DrawnIncident[3]): keyof typeof hoursOf => {
  const sum = ['all', 'site', 'one'].indexOf(hit) + ['stopped', 'hindered', 'round'].indexOf(how)
  return (['Critical', 'High', 'Medium', 'Low', 'Low'] as const)[sum]!
}

function incidentOf(drawing: Drawing, day: number): Told {
  const { catalogue, random } = drawing
  const key = one(Object.keys(catalogue.services), random)
  const service = catalogue.services[key]!
  const [title, category, hit, how, solution, cause] = one(service.incidents, random)
  const [desk, hand, asker, place] = [someone(catalogue.desk, day, random), someone(service.hands, day, random), someone(catalogue.askers, day, random), one(catalogue.places, random)]
  const fields = { description: `${title.replaceAll('{place}', place)}. ${one(['Since this morning.', 'Called twice already.', 'Began after lunch.', 'Seen by the shift at six.', 'Comes and goes.'], random)}`, impact: hits[hit], urgency: hows[how] }
  const life = new Life(drawing, day, { routine: 'RTN-1', title: title.replaceAll('{place}', place), by: desk, about: { service: key, requester: asker }, fields })
  const answer = urgencyOf(hit, how) === 'Critical' ? 4 : 6 + random() * (random() < 0.06 ? 400 : 45)
  life.does(1, desk, { assign: desk }).does(answer, desk, { go: 'classify' })
  if (random() < 0.05) return notAnIncident(life, desk, random)
  const worked = 60 * hoursOf[urgencyOf(hit, how)] * (0.15 + random() * (random() < 0.09 ? 3 : 0.7))
  if (random() < 0.4) life.does(worked * 0.5, desk, { go: 'confirm', fields: { category, solution } })
  else {
    life.does(8 + random() * 20, desk, { go: 'restore', fields: { category } }).does(5 + random() * 20, hand, { assign: hand })
    if (random() < 0.15) life.does(30, hand, { go: 'wait', fields: {} }).does(90 + random() * 300, desk, { go: 'restore' })
    life.does(worked, hand, { go: 'confirm', fields: { solution } })
  }
  // What one person met once is rarely looked into.
  const known = hit === 'one' || random() < 0.55 ? 'Not known' : cause
  const feedback = random() < 0.86 ? 'Satisfied' : random() < 0.6 ? 'No answer' : 'Not satisfied'
  return life.does(120 + random() * 900, desk, { close: random() < 0.93 ? 'solved' : 'worked_round', fields: { cause: known, feedback } }).told
}

function notAnIncident(life: Life, desk: string, random: Random): Told {
  const known = random() < 0.6
  return life.does(6, desk, { go: 'classify-confirm-2', reason: known ? 'Known already; the person was added to the first one.' : 'A question, answered on the telephone.' }).does(30, desk, { close: known ? 'duplicate' : 'no_incident' }).told
}

function requestOf(drawing: Drawing, day: number): Told {
  const { catalogue, random } = drawing
  const drawn: DrawnRequest = one(catalogue.requests, random)
  const service = catalogue.services[drawn.service]!
  const [desk, hand, asker, place] = [someone(catalogue.desk, day, random), someone(service.hands, day, random), someone(catalogue.askers, day, random), one(catalogue.places, random)]
  const owner = someone(service.owner, day, random)
  const person = asker === owner || asker === 'hanne.torsen' ? 'rune.tangen' : asker
  const filled = (text: string) => text.replaceAll('{place}', place).replaceAll('{person}', nameOf(person))
  const fields: Record<string, ToldValue> = { details: filled(drawn.details), for_whom: { who: person } }
  if (drawn.item === 'equipment') fields['needed_on'] = daysFrom(drawing.today, day + 10)
  if (drawn.item === 'privileged' || drawn.item === 'leaver') fields['access_ends_on'] = daysFrom(drawing.today, day + 90)
  const life = new Life(drawing, day, { routine: 'RTN-4', title: filled(drawn.title), by: desk, item: drawn.item, about: { service: drawn.service, requester: person }, fields })
  const approved = ['access', 'privileged', 'leaver'].includes(drawn.item)
  if (approved) {
    life.does(5 + random() * 60, desk, { go: 'approve' }).does(40 + random() * 700, owner, { approve: 'service' })
    if (drawn.item === 'privileged') life.does(30 + random() * 300, day < -280 ? 'jonas.tveiten' : 'amalie.brekke', { approve: 'security' })
    life.does(4, owner, { go: 'fulfil' })
  } else life.does(5 + random() * 60, desk, { go: 'fulfil' })
  const worked = 60 + random() * (drawn.item === 'equipment' ? 1900 : 700)
  life.does(10, hand, { assign: hand }).does(worked, hand, { go: 'close', fields: { fulfilled: drawn.done } })
  return life.does(60 + random() * 900, desk, { close: random() < 0.95 ? 'fulfilled' : 'partly', fields: { feedback: random() < 0.85 ? 'Satisfied' : 'No answer' } }).told
}

/** Somebody as titles name them: the first name and the initial of the last. */
function nameOf(who: string): string {
  const [first = '', last = ''] = who.split('.')
  return `${first.charAt(0).toUpperCase()}${first.slice(1)} ${last.charAt(0).toUpperCase()}.`
}

function changeOf(drawing: Drawing, day: number): Told {
  return drawing.random() < 0.45 ? standardChange(drawing, day) : normalChange(drawing, day)
}

const standardTitles: Record<string, string> = { patch: 'Monthly patching', certificate: 'Certificate renewed', capacity: 'More disk' }

function standardChange(drawing: Drawing, day: number): Told {
  const { catalogue, random } = drawing
  const item = one(Object.keys(catalogue.standard), random)
  const key = one(catalogue.standard[item]!, random)
  const service = catalogue.services[key]!
  const [hand, owner] = [someone(service.hands, day, random), someone(service.owner, day, random)]
  const fields = { reason: 'As on the list of standard changes.', starts_at: { at: '12:00', day }, ends_at: { at: '13:00', day } }
  return new Life(drawing, day, { routine: 'RTN-3', title: `${standardTitles[item]}, ${one(catalogue.places, random)} group ${1 + Math.floor(random() * 4)}`, by: hand, item, about: { service: key }, fields })
    .does(4, hand, { assign: hand }).does(10, hand, { go: 'do' }).does(60 + random() * 200, hand, { go: 'verify', fields: { result: 'Done as on the list; looked at afterwards.' } }).does(120 + random() * 900, owner, { close: random() < 0.96 ? 'successful' : 'with_trouble' }).told
}

/** A window for a change some days on, of its own: what is planned at once would collide. */
function windowOf({ taken, today }: Drawing, day: number): [ToldValue, ToldValue] {
  for (let slot = 0; ; slot++) {
    const [on, hour] = [day + 4 + Math.floor(slot / 3), [8, 10, 14][slot % 3]!]
    if (taken.has(`${on} ${hour}`) || !isWorkingDay(on, today)) continue
    taken.add(`${on} ${hour}`)
    return [{ at: timeOf(hour * 60), day: on }, { at: timeOf(hour * 60 + 90), day: on }]
  }
}

function normalChange(drawing: Drawing, day: number): Told {
  const { catalogue, random } = drawing
  const key = one(Object.keys(catalogue.services).filter((each) => catalogue.services[each]!.changes.length > 0), random)
  const service = catalogue.services[key]!
  const drawn: DrawnChange = one(service.changes, random)
  const place = one(catalogue.places, random)
  const [title, category, risk, plan, wayBack, tested, result] = drawn.map((text) => text.replaceAll('{place}', place)) as DrawnChange
  const [hand, owner] = [someone(service.hands, day, random), someone(service.owner, day, random)]
  const approver = someone(catalogue.approvers.filter(({ person }) => person !== owner), day, random)
  const [starts, ends] = windowOf(drawing, day)
  const life = new Life(drawing, day, { routine: 'RTN-3', title, by: hand, about: { service: key }, fields: { reason: `${title}, as planned for the half-year.`, category } })
    .does(3, hand, { assign: hand }).does(20, hand, { go: 'assess' }).does(200 + random() * 400, hand, { go: 'approve', fields: { risk, plan, way_back: wayBack, tested, starts_at: starts, ends_at: ends } })
    .does(60 + random() * 900, approver, { approve: 'approver', reason: one(['Way back is written down.', 'Read with the service owner.', 'Fine; tell the shift the day before.'], random) })
  if (risk === 'High') life.does(30 + random() * 200, owner, { approve: 'service', reason: 'Agreed with the customer.' })
  life.does(3, approver, { go: 'do' }).does(10, hand, { assign: hand }).does(1500 + random() * 900, hand, { go: 'verify', fields: { result } })
  const chance = random()
  const [outcome, lesson] = chance < 0.87 ? (['successful', undefined] as const) : chance < 0.93 ? (['with_trouble', undefined] as const) : chance < 0.97 ? (['backed_out', 'Test system had other data than production; copied anew before each test from now on.'] as const) : (['failed', 'The step took longer than the window; next time by halves.'] as const)
  return life.does(200 + random() * 700, owner, { close: outcome, fields: lesson ? { lesson } : {} }).told
}
