import fc from 'fast-check'

export type Schema = {
  type?: string | string[]; anyOf?: Schema[]; oneOf?: Schema[]; const?: unknown; enum?: unknown[]; pattern?: string; properties?: Record<string, Schema>; required?: string[]
  items?: Schema; minimum?: number; exclusiveMinimum?: number; maximum?: number; minItems?: number; maxLength?: number
}

/** What fields that name something are filled with; a schema says only that they are texts. `references` are keys and ids of elements. */
export type Pools = { references: readonly string[]; ids: readonly string[] }

/** Values that stand for what JSON.stringify cannot write; `written` puts it in their place. */
const raw: Record<string, string> = { '@huge@': '1e400', '@minus zero@': '-0', '@deep list@': '['.repeat(3000) + ']'.repeat(3000), '@deep object@': `${'{"a":'.repeat(90)}1${'}'.repeat(90)}`, '@twice@': '{"title":"one","title":"two"}' }

/** A value as JSON text, with numbers, depths and repeated names that only text can hold. */
export function written(value: unknown): string {
  return JSON.stringify(value).replace(/"(@[a-z ]+@)"/g, (whole, name: string) => raw[name] ?? whole)
}

const prototypes = ['{"__proto__":{"admin":true}}', '{"constructor":{"prototype":{"admin":true}}}', '{"toString":1,"hasOwnProperty":0,"length":-1}'].map((text) => JSON.parse(text) as unknown)

export const hostileTexts = [
  '', ' ', '\u0000', 'a\u0000b', '\ud800', 'x\udfff', '\u0001\u001b[31m', '\u202eabc', '\ufeff', '%', '_', '%_%', '\\', "'; drop table elements; --", '*', '-', '.', 'null', 'undefined', 'NaN', '-1', '1e9', 'true',
  '__proto__', 'constructor', 'toString', 'x'.repeat(200), 'x'.repeat(201), '1😀'.repeat(66), '\ufdfa'.repeat(200), 'é'.repeat(2000), 'y'.repeat(100_000), '<script>alert(1)</script>', '=cmd|x!A1', '../../etc/passwd',
  'POL-0', 'POL-99999999999', 'svc-1 ', '00000000-0000-0000-0000-000000000000', 'not-a-uuid',
]
export const hostileDays = ['0000-00-00', '0000-01-01', '0001-01-01', '0999-12-31', '9999-99-99', '275760-09-13', '+275760-09-13', '-000001-01-01', '2026-02-29', '2026-2-9', '2026-03-02T00:00:00Z', 'infinity', 'today', '2026-03-02\n']
const fittingDays = ['2026-03-02', '2026-03-03', '2026-12-31', '2025-01-01', '1000-01-01', '9999-12-31']
const hostileNumbers = [-1, 0, 0.5, 2 ** 31, 2 ** 53, -(2 ** 53), 1e308, 5e-324, '@huge@', '@minus zero@']
const someId = '01a20829-ce96-7002-ac87-000000000000'
const cursors = [['x', someId], ['\u0000', someId], ['\ud800', someId], ['2026-13-01', someId], ['99999999999999', someId], ['infinity', someId], ['1', 'x'], [], {}, null, [1, 2], ['x']].map((cursor) => Buffer.from(JSON.stringify(cursor)).toString('base64url'))
const files = [
  { name: 'a.csv', text: 'name,constructor,__proto__\nOne,2,3\n' }, { name: 'b.constructor', text: 'name\nx\n' }, { name: 'c.__proto__', text: 'name: x' }, { name: 'd.json', text: '[{"name":"\\ud800","__proto__":{"x":1}},{"name":"a\\u0000@b.c"},{"name":null}]' },
  { name: 'e.yml', text: '['.repeat(2000) }, { name: 'f.xlsx', base64: 'UEsDBA==' }, { name: 'g.csv', base64: '////' }, { name: '', text: '' }, { name: '../../x', text: 'name\n"' }, { name: 'h.csv', text: 'name,name\n1,2' },
  { name: 'i.ndjson', text: '{}\n[]\nnull\n1' }, { name: 'j.csv', text: `name\n${'@'.repeat(5000)}\n${'a.'.repeat(5000)}\n` }, { name: 'k.csv', text: 'name\nOne\nTwo\n' },
]

/** A folder of a system with one file in which something is odd. */
const folderWith = (name: string, text: string) => [{ name: 'sms.yaml', text: 'format: wellrun-sms/1\n' }, { name, text }]
const folders = [
  folderWith('policies/POL-77.yaml', 'title: "\\ud800"\n'), folderWith('policies/POL-77.yaml', 'title: "a\\0b"\n'), folderWith('policies/POL-999999999.yaml', 'title: Far\n'), folderWith('policies/POL-77.yaml', 'title: x\n__proto__: { a: 1 }\nbody: { __proto__: { b: 2 }, constructor: 1 }\n'),
  folderWith('policies/POL-77.yaml', 'a: &a [x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c]\n'), folderWith('people.yaml', '- { name: "x\\0", email: a@b.org }\n- { name: "\\udfff" }\n'), folderWith('people.yaml', '- name: One\n- name: One\n'),
  folderWith('holders.yaml', '- { role: ROL-1, person: "\\0" }\n'), folderWith('scope/SCO-1.yaml', 'title: Scope\nbody: { entries: [{ service: "*", axis: unit, element: UNT-404, state: in }] }\n'), folderWith('organisation/ORG-1.yaml', 'title: x\nbody: { timeZone: Mars }\n'),
  folderWith('units/UNT-77.yaml', `title: x\nlinks: [${'{ partOf: UNT-2 }, '.repeat(3000)}]\n`), folderWith('policies/POL-2.yaml', 'title: x\nstatus: retired\n'), folderWith('plans/PLN-77.yaml', 'title: x\neffectiveOn: 9999-12-31\nbody: { fromOn: 9999-12-31, tests: [{ what: x, every: P99Y }] }\n'), folderWith('../policies/POL-1.yaml', 'title: x\n'),
]

/** By the name of a field: what fits it, and what looks as if it did. */
const byName: Record<string, { fits: readonly unknown[]; odd: readonly unknown[] }> = {
  after: { fits: cursors.slice(0, 1), odd: cursors },
  timeZone: { fits: ['UTC', 'Pacific/Kiritimati', 'America/St_Johns', 'Africa/Monrovia'], odd: ['+14:00', '+23:59', 'europe/oslo', 'Mars/Olympus', 'EST5EDT', 'GMT+25', 'Etc/GMT-14', 'SYSTEM', 'localtime'] },
  rrule: { fits: ['', 'FREQ=MONTHLY;BYDAY=1TU', 'FREQ=DAILY', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;INTERVAL=999', 'FREQ=WEEKLY;COUNT=9999;INTERVAL=999'], odd: ['FREQ=DAILY;UNTIL=20261399', 'FREQ=DAILY;UNTIL=99999999', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'FREQ=MONTHLY;BYMONTHDAY=31;BYDAY=MO;BYSETPOS=-366;INTERVAL=997', 'FREQ=SECONDLY', ';;;', 'FREQ=DAILY;BYMONTHDAY=-31;BYMONTH=2'] },
  cadence: { fits: ['P1Y', 'P3M', 'P0D', 'P99Y999M999W9999D'], odd: ['P', 'PT1H', 'P999999Y', 'P99999999999999999999Y', '-P1Y', 'p1y'] },
  guard: { fits: ['', 'true', "record.priority == '1'"], odd: ['('.repeat(400), 'fields.a.b.c', 'x'.repeat(500), '[1,2,3].map(x, [1,2,3].map(y, x*y)) == []', '"a".matches("(a+)+$")', '1/0', '__proto__', 'record["constructor"]', 'now + 1', '"\\ud800"', '😀'] },
  mapping: { fits: ['kind: unit\nkey: name', 'kind: service\nkey: name\nfields: {title: name}', { kind: 'supplier', key: 'name' }, 'kind: person\nkey: name\nfields: {email: name}'], odd: ['kind: constructor\nkey: name', 'kind: service\nkey: __proto__', 'kind: service\nkey: constructor\nfields: {title: toString}', 'kind: service\nkey: name\nlinks: [{type: constructor, each: name, to: service}]', 'kind: service\nkey: name\nfields: {constructor: name, __proto__: name}', 'kind: holder\nfields: {role: name, person: name, deputy: name}', '[', '- - - -', 'a: &a [*a]', '!!js/function x', '%YAML 1.1\n---\nkind: 2026-01-01', '? [a]\n: b', '{'.repeat(2000), '['.repeat(100_000), '&a '.repeat(2000)] },
  files: { fits: [files.slice(-1), files.slice(-2), files.slice(0, 1), ...folders], odd: [...files.map((file) => [file]), ...folders] },
  scopes: { fits: [['read'], ['write'], ['policy.draft', 'read']], odd: [['constructor.toString'], [''], ['read\n']] },
  authorities: { fits: [['policy.approve'], []], odd: [['constructor.toString'], ['policy.approve', 'policy.approve']] },
  languages: { fits: [['en'], []], odd: [['en', 'EN'], ['x'], ['zz-ZZ-u-ca-'.repeat(3)], ['\ud800']] },
  limit: { fits: ['1', '7', '200'], odd: ['0', '201', '1e2', ' 7 ', '-1', 'x', '1.5', ''] },
  before: { fits: ['1', '2147483647'], odd: ['9007199254740991', '-2147483649', 'x'] },
  days: { fits: [['monday'], ['monday', 'sunday']], odd: [[], ['monday', 'monday']] },
  email: { fits: ['bo@example.org', `${'a'.repeat(60)}@example.org`, 'A.B+c@EXAMPLE.org'], odd: ['@', 'a@b', `${'a.'.repeat(5000)}@`, `${'a'.repeat(400)}@example.org`] },
  links: { fits: [[], [], [{ type: 'serves', to: 'OBJ-2' }]], odd: [[{ type: 'constructor', to: 'OBJ-2' }], [{ type: '__proto__', to: 'OBJ-2' }], [{ type: 'serves', to: 'OBJ-3' }], [{ type: 'partOf', to: 'UNT-2', for: '\ud800' }], [{ type: 'serves', to: 'OBJ-2' }, { type: 'serves', to: 'obj-2' }]] },
  accountable: { fits: [null, 'ROL-1', 'ROL-3'], odd: ['ROL-4', 'OBJ-2', someId] },
  chair: { fits: ['', 'ROL-1'], odd: ['ROL-4', 'SVC-2'] },
  revision: { fits: [0, 1, 2, 3], odd: [-1, 1.5, 2 ** 53] },
}
const alike: Record<string, string> = { reviewEvery: 'cadence', notice: 'cadence', every: 'cadence', within: 'cadence', when: 'guard', among: 'guard', counted: 'guard' }
const referring = new Set(['element', 'role', 'to', 'for', 'service', 'accountable', 'chair', 'calendar', 'measure', 'supporting', 'consulted', 'informed', 'participants', 'elements'])
const personal = new Set(['proposal', 'holder', 'token', 'person'])
const named = (name: string) => byName[alike[name] ?? name]
const isDayName = (name: string) => /(On|until|^on)$/.test(name)

const hostile = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<unknown>(...hostileTexts) },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(...hostileNumbers) },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(null, true, [], {}, [[]], [null], [{}], '@deep list@', '@deep object@', '@twice@', ...prototypes) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(Array.from({ length: 10_000 }, () => 'POL-1'), Array.from({ length: 10_000 }, (_, at) => ({ type: 'serves', to: `OBJ-${at}` })), Object.fromEntries(Array.from({ length: 2000 }, (_, at) => [`k${at}`, at]))) },
)

/** Values of a schema: a third as it takes them, the others with one place broken, left out or added. */
export function arbitraryOf(schema: Schema, pools: Pools): fc.Arbitrary<unknown> {
  const breaking = fc.record({ how: fc.constantFrom('replace', 'replace', 'replace', 'leave out', 'add'), at: fc.nat(), odd: fc.nat(), value: hostile, name: fc.constantFrom('__proto__', 'constructor', 'organisation_id', 'organisationId', 'id', 'status', 'x\u0000', '') })
  return fc.tuple(fittingOf(schema, pools, ''), fc.option(breaking, { freq: 2 })).map(([value, broken]) => (broken ? mutated(value, broken) : value))
}

type Place = { holder: Record<string | number, unknown>; name: string | number }

function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.keys(value).flatMap((name) => [{ holder: value as Record<string, unknown>, name }, ...placesIn((value as Record<string, unknown>)[name])])
}

function mutated(given: unknown, broken: { how: string; at: number; odd: number; value: unknown; name: string }): unknown {
  const value = structuredClone(given)
  const places = placesIn(value)
  const place = places[broken.at % Math.max(1, places.length)]
  if (!place) return broken.value
  const { holder, name } = place
  const odd = isDayName(String(name)) ? hostileDays : named(String(name))?.odd
  if (broken.how === 'leave out' && !Array.isArray(holder)) delete holder[name]
  else if (broken.how === 'add' && !Array.isArray(holder)) Object.defineProperty(holder, broken.name, { value: broken.value, enumerable: true })
  else holder[name] = odd && broken.odd % 3 > 0 ? odd[broken.odd % odd.length] : broken.value
  return value
}

function fittingOf(schema: Schema, pools: Pools, name: string): fc.Arbitrary<unknown> {
  const branches = schema.anyOf ?? schema.oneOf
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  const fits = named(name)?.fits
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (fits && schema.properties === undefined) return fc.constantFrom(...fits)
  if (branches) return fc.oneof(...branches.map((branch) => fittingOf(branch, pools, name)))
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (type === 'string') return textOf(schema, pools, name)
  if (type === 'integer') return fc.integer({ min: Math.max(schema.minimum ?? 0, 0), max: Math.min(schema.maximum ?? 4, (schema.minimum ?? 0) + 20) })
  if (type === 'number') return fc.constantFrom((schema.exclusiveMinimum ?? schema.minimum ?? 0) + 1, schema.maximum ?? 95, 0.5)
  if (type === 'boolean') return fc.boolean()
  if (type === 'null') return fc.constant(null)
  if (type === 'array') return fc.array(fittingOf(schema.items ?? {}, pools, name), { minLength: schema.minItems ?? 0, maxLength: Math.max(2, schema.minItems ?? 0) })
  if (schema.properties) return fc.record(Object.fromEntries(Object.entries(schema.properties).map(([field, inner]) => [field, fittingOf(inner, pools, field)])), { requiredKeys: schema.required ?? [] })
  return fc.constantFrom<unknown>({}, { title: 'x' }, 'x')
}

function textOf(schema: Schema, pools: Pools, name: string): fc.Arbitrary<string> {
  if (referring.has(name)) return fc.constantFrom(...pools.references)
  if (personal.has(name)) return fc.constantFrom(...pools.ids)
  if (isDayName(name)) return fc.constantFrom(...fittingDays)
  if (schema.pattern && !/\(\?/.test(schema.pattern)) return fc.stringMatching(new RegExp(schema.pattern), { size: '-1' })
  const most = Math.min(schema.maxLength ?? 40, 40)
  return fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: Math.ceil(most / 8) }), fc.constantFrom('Mail', 'Øst & “vest”', '42', '日本語', 'a\nb').map((text) => text.slice(0, most)))
}
