import { describe, expect, it } from 'vitest'
import { SystemMaker } from '../../../test/support/systems.ts'
import { besideExisting } from './folder.beside.ts'
import type { Standing } from './folder.change.ts'
import { diffFolders } from './folder.diff.ts'
import { readFolder } from './folder.read.ts'
import { filesOf, writeFolder } from './folder.write.ts'

const bytesOf = (text: string | Uint8Array) => (typeof text === 'string' ? new TextEncoder().encode(text) : text)
const read = (files: Record<string, string | Uint8Array>) => readFolder(Object.entries({ 'sms.yaml': 'format: wellrun-sms/1\n', ...files }).map(([name, text]) => ({ name, bytes: bytesOf(text) })))
const faultsOf = (files: Record<string, string | Uint8Array>) => read(files).faults.map(({ file, line, path, message }) => `${file}:${line ?? ''} ${path ? `${path}: ` : ''}${message}`)
const one = (files: Record<string, string | Uint8Array>) => read(files).folder.elements[0]

const policy = 'title: Change\nbody:\n  theme: Change\n'
const bomb = 'a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\ntitle: *c\n'

describe('what is wrong with a file is said in one sentence with its line', () => {
  it.each<[string, Record<string, string | Uint8Array>, string[]]>([
    ['broken YAML', { 'policies/POL-1.yaml': 'title: One\nlinks:\n  - serves: [\n' }, ['policies/POL-1.yaml:4 This is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ].']],
    ['one name twice', { 'policies/POL-1.yaml': 'title: One\ntitle: Two\n' }, ['policies/POL-1.yaml:2 This is not YAML: Map keys must be unique.']],
    ['anchors without bound', { 'policies/POL-1.yaml': bomb }, ['policies/POL-1.yaml: Its anchors unfold without bound (more than 100 times); write the values out.']],
    ['two documents', { 'policies/POL-1.yaml': 'title: One\n---\ntitle: Two\n' }, ['policies/POL-1.yaml:3 A second document begins here; one file holds one.']],
    ['nothing in it', { 'policies/POL-1.yaml': '# soon\n' }, ['policies/POL-1.yaml:1 The file is empty; begin it with "title:".']],
    ['a list', { 'policies/POL-1.yaml': '- title: One\n' }, ['policies/POL-1.yaml:1 An element is a list of fields, beginning with "title:".']],
    ['a file that is not UTF-8', { 'policies/POL-1.yaml': new Uint8Array([...bytesOf('title: One\nbody:\n  theme: '), 0xe6, 10]) }, ['policies/POL-1.yaml:3 This is not UTF-8 from here on; save the file as UTF-8.']],
    ['a file in UTF-16', { 'policies/POL-1.yaml': new Uint8Array([0xff, 0xfe, 0x74, 0]) }, ['policies/POL-1.yaml: This is UTF-16; save it as UTF-8.']],
    ['a NUL', { 'policies/POL-1.yaml': 'title: One\n# \0\n' }, ['policies/POL-1.yaml:2 This is not text: it holds a NUL character.']],
    ['a NUL in an escape', { 'policies/POL-1.yaml': 'status: draft\ntitle: "a\\0b"\n' }, ['policies/POL-1.yaml:2 title: It holds a NUL character, which no text may contain. Remove it.']],
    ['no title', { 'policies/POL-1.yaml': 'body: {}\n' }, ['policies/POL-1.yaml:1 title: Give a text; it is missing.']],
    ['a name that is misspelt', { 'policies/POL-1.yaml': 'title: One\nacountable: ROL-1\n' }, ['policies/POL-1.yaml:2 acountable: There is no field "acountable"; did you mean "accountable"?']],
    ['a field of the body outside of it', { 'policies/POL-1.yaml': 'title: One\ntheme: Change\n' }, ['policies/POL-1.yaml:2 theme: Write "theme" under "body:".']],
    ['an unknown field in the body', { 'policies/POL-1.yaml': 'title: One\nbody:\n  theme: x\n  tone: y\n' }, ['policies/POL-1.yaml:4 body.tone: There is no such field. Remove it.']],
    ['a wrong value deep inside', { 'policies/POL-1.yaml': 'title: One\nbody:\n  principles:\n    - text: One\n    - text: Two\n      threshold: { quantity: x, comparator: about, value: 1 }\n' }, ['policies/POL-1.yaml:6 body.principles.1.threshold.comparator: Give one of "at least", "at most".']],
    ['a day that is none', { 'policies/POL-1.yaml': 'title: One\neffectiveOn: 2026-02-30\n' }, ['policies/POL-1.yaml:2 effectiveOn: Give a day that exists, as YYYY-MM-DD.']],
    ['a role that is none', { 'policies/POL-1.yaml': 'title: One\naccountable: POL-2\n' }, ['policies/POL-1.yaml:2 accountable: POL-2 is no role; name one, such as ROL-1.']],
    ['an unknown link', { 'policies/POL-1.yaml': 'title: One\nlinks:\n  - servs: OBJ-1\n' }, ['policies/POL-1.yaml:3 links.0.servs: There is no link "servs"; did you mean "serves"?']],
    ['a link that cannot be', { 'policies/POL-1.yaml': 'title: One\nlinks:\n  - serves: ROL-1\n' }, ['policies/POL-1.yaml:3 links.0.serves: "serves" ends at objective or obligation; a role does not fit.']],
    ['a link to no key', { 'policies/POL-1.yaml': 'title: One\nlinks:\n  - serves: Trust\n' }, ['policies/POL-1.yaml:3 links.0.serves: Trust is no key; give one such as OBJ-1.']],
    ['two links in one item', { 'policies/POL-1.yaml': 'title: One\nlinks:\n  - serves: OBJ-1\n    governs: SVC-1\n' }, ['policies/POL-1.yaml:4 links.0.governs: One item of the list is one link; begin a new item for this one.']],
    ['a link twice', { 'policies/POL-1.yaml': 'title: One\nlinks:\n  - serves: OBJ-1\n  - serves: OBJ-1\n' }, ['policies/POL-1.yaml:4 links.1: OBJ-1 is linked twice in the same way; keep one.']],
    ['a role separated from itself', { 'roles/ROL-2.yaml': 'title: One\nlinks:\n  - separatedFrom: ROL-2\n' }, ['roles/ROL-2.yaml:3 links.0.separatedFrom: ROL-2 cannot be linked to itself.']],
    ['a guard that does not parse', { 'routines/RTN-1.yaml': 'title: R\nbody:\n  steps:\n    - { id: a, name: A, process: recover, role: ROL-1 }\n    - { id: b, name: B, process: recover, role: ROL-1, end: true }\n  transitions:\n    - from: a\n      to: b\n      name: On\n      guard: "record.priority =="\n' }, [expect.stringMatching(/^routines\/RTN-1\.yaml:10 body\.transitions\.0\.guard: /) as string]],
    ['the organisation as a draft', { 'organisation/ORG-1.yaml': 'title: We\nstatus: draft\n' }, ['organisation/ORG-1.yaml:2 status: There is always exactly one organisation, in force; take the status out.']],
    ['prose twice', { 'policies/POL-1.yaml': `${policy}  statement: Here.\n`, 'policies/POL-1.md': 'There.\n' }, ['policies/POL-1.yaml:4 body.statement: "statement" is written here and in the .md file beside it; keep one of the two.']],
    ['prose for what has none', { 'roles/ROL-2.yaml': 'title: One\n', 'roles/ROL-2.md': 'Text.\n' }, ['roles/ROL-2.yaml:1 A role has no text beside its file; take the .md file away.']],
    ['prose that is too long', { 'policies/POL-1.yaml': policy, 'policies/POL-1.md': 'x'.repeat(3001) }, ['policies/POL-1.md:1 body.statement: Keep it to 3000 characters.']],
    ['prose alone', { 'policies/POL-1.md': 'Text.\n' }, ['policies/POL-1.md: It stands alone; policies/POL-1.yaml, which says what POL-1 is, is not there.']],
    ['two files for one key', { 'policies/POL-1.yaml': policy, 'policies/POL-1.yml': policy }, ['policies/POL-1.yml: policies/POL-1.yaml stands for POL-1 already; keep one file of the two.']],
    ['a file of another kind', { 'policies/ROL-2.yaml': policy }, ['policies/ROL-2.yaml: ROL-2 is the key of a role; move it to roles/.']],
    ['a prefix of no kind', { 'policies/XYZ-2.yaml': policy }, ['policies/XYZ-2.yaml: No kind has keys such as XYZ-2; here keys are POL-1, POL-2 …']],
    ['a key in small letters', { 'policies/pol-2.yaml': policy }, ['policies/pol-2.yaml: Write the key in capitals: POL-2.']],
    ['a name that is no key', { 'policies/Change.yaml': policy }, ['policies/Change.yaml: Name the file by a key, such as POL-1.yaml.']],
    ['a folder that is misspelt', { 'policy/POL-2.yaml': policy }, ['policy/POL-2.yaml: Files of policies lie in policies/; move it there.']],
    ['a folder below the folder', { 'policies/old/POL-2.yaml': policy }, ['policies/old/POL-2.yaml: Files of policies lie in policies/; move it there.']],
    ['a second organisation', { 'organisation/ORG-2.yaml': 'title: We\n' }, ['organisation/ORG-2.yaml: There is exactly one organisation; name its file ORG-1.yaml.']],
    ['a list that is misspelt', { 'poeple.yaml': '[]\n' }, ['poeple.yaml: There is no such file in a folder; name it people.yaml.']],
    ['another format', { 'sms.yaml': 'format: wellrun-sms/9\n' }, ['sms.yaml:1 format: This Wellrun reads the format wellrun-sms/1, and not "wellrun-sms/9".']],
    ['people that are no list', { 'people.yaml': 'name: One\n' }, ['people.yaml:1 This file is a list; begin each entry with "- ".']],
    ['one address for two', { 'people.yaml': '- { name: A, email: a@b.org }\n- { name: B, email: A@b.org }\n' }, ['people.yaml:2 email: a@b.org is in the list already; one address belongs to one person.']],
    ['an address that is none', { 'people.yaml': '- name: A\n  email: a@\n' }, ['people.yaml:2 email: Give an e-mail address such as ada@example.org.']],
    ['a holder of no role', { 'holders.yaml': '- role: POL-1\n  person: a@b.org\n' }, ['holders.yaml:1 role: POL-1 is no role; name one, such as ROL-1.']],
    ['a holder that ends before it begins', { 'holders.yaml': '- role: ROL-1\n  person: a@b.org\n  from: 2026-02-01\n  to: 2026-01-01\n' }, ['holders.yaml:4 to: It ends on 2026-01-01, before it starts on 2026-02-01; give a later end.']],
  ])('%s', (_, files, faults) => {
    expect(faultsOf(files)).toEqual(faults)
  })

  it('no sms.yaml', () => {
    expect(readFolder([]).faults.map((fault) => fault.message)).toEqual(['There is no sms.yaml, so this is not the folder of a system. Its first line is "format: wellrun-sms/1".'])
  })
})

describe('a file is read whatever editor wrote it', () => {
  it('with a byte order mark, with the line ends of Windows, with an anchor', () => {
    expect(one({ 'policies/POL-1.yaml': '\uFEFFtitle: One\r\nbody:\r\n  theme: &t Change\r\n  principles:\r\n    - text: *t\r\n', 'policies/POL-1.md': '\uFEFFLine one.\r\n\r\nLine two.\r\n' })).toMatchObject({
      title: 'One', status: 'in force', reviewEvery: 'P1Y', body: { theme: 'Change', statement: 'Line one.\n\nLine two.', principles: [{ text: 'Change', threshold: null }] },
    })
  })

  it('with prose in the file itself, and with an empty one beside it', () => {
    expect(one({ 'policies/POL-1.yaml': `${policy}  statement: Here.\n`, 'policies/POL-1.md': '\n' })?.body).toMatchObject({ statement: 'Here.' })
  })

  it('and what is hidden, generated or somebody else’s is left out', () => {
    const { faults, notices, folder } = read({ '.git/config.yaml': '[', 'schemas/policy.schema.json': '{', '.hidden.yaml': '[', 'README.md': '# Ours', 'policies/README.md': '# Policies', 'docs/notes.md': 'x', 'compose.yaml': '[', 'pictures/a.png': 'x', './policies\\POL-1.yaml': policy })
    expect([faults, folder.elements.map((each) => each.key)]).toEqual([[], ['POL-1']])
    expect(notices).toEqual([
      'policies/README.md was left out: Name the file by a key, such as POL-1.yaml.', 'docs/notes.md was left out: There is no folder docs/ for elements.',
      'compose.yaml was left out: at the top stand sms.yaml, people.yaml and holders.yaml.',
    ])
  })
})

describe('a file is written', () => {
  const made = new SystemMaker('Nordby', { asOf: '2026-03-02' })
  const role = made.add('role', 'SMS owner')
  const goal = made.add('objective', 'Trust', { plan: 'One.\n\nTwo.' }, { accountable: role.id, reviewEvery: null })
  made.add('policy', 'Change: all of it', { theme: 'yes', statement: 'Carriage\r\nreturn' }, { status: 'draft', links: [{ type: 'serves', to: goal.id, extent: 'full', note: 'Because: #1' }], unknown: [{ type: 'governs', name: 'Old tool' }], effectiveOn: '2027-01-01' })
  made.holds(role, made.person('Ada Berg'))
  made.holds(role, made.person('Bo Li'), { toOn: '2026-03-01' })
  const files = new Map(writeFolder(made.system, [{ id: 'person-1', name: 'Ada Berg', email: 'ada@example.org', from: null, to: null }]).map(({ name, text }) => [name, text]))

  it('with keys, without defaults, with a pointer for editors, its prose beside it', () => {
    expect(files.get('objectives/OBJ-1.yaml')).toBe('# yaml-language-server: $schema=../schemas/objective.schema.json\ntitle: Trust\naccountable: ROL-1\nreviewEvery: null\n')
    expect(files.get('objectives/OBJ-1.md')).toBe('One.\n\nTwo.\n')
    expect(files.get('holders.yaml')).toBe('# yaml-language-server: $schema=schemas/holders.schema.json\n- role: ROL-1\n  person: ada@example.org\n  from: 2026-01-01\n')
  })

  it('with what Markdown cannot keep in the file itself', () => {
    expect(files.has('policies/POL-1.md')).toBe(false)
    expect(files.get('policies/POL-1.yaml')).toBe([
      '# yaml-language-server: $schema=../schemas/policy.schema.json', "title: 'Change: all of it'", 'status: draft', 'reviewEvery: P1Y', 'effectiveOn: 2027-01-01', 'links:', '  - serves: OBJ-1', '    extent: full',
      "    note: 'Because: #1'", 'unknown:', '  - governs: Old tool', 'body:', '  theme: yes', '  statement: "Carriage\\r\\nreturn"', '',
    ].join('\n'))
  })

  it('with a schema of every kind, its envelope included', () => {
    const schema = JSON.parse(files.get('schemas/policy.schema.json')!) as { $schema: string; properties: Record<string, unknown>; required: string[]; additionalProperties: boolean }
    expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', required: ['title'], additionalProperties: false })
    expect(Object.keys(schema.properties)).toEqual(['title', 'status', 'accountable', 'reviewEvery', 'effectiveOn', 'links', 'unknown', 'body'])
    expect(JSON.stringify(schema.properties['links'])).toContain('"governs"')
    expect(JSON.stringify(schema.properties['links'])).not.toContain('"dependsOn"')
  })
})

describe('two folders', () => {
  it('differ in words: what came, what went, which field', () => {
    const before = read({ 'policies/POL-1.yaml': policy, 'policies/POL-2.yaml': 'title: Gone\n', 'people.yaml': '- { name: A, email: a@b.org }\n' }).folder
    const after = read({ 'policies/POL-1.yaml': 'title: Changes\neffectiveOn: 2099-01-01\nlinks:\n  - serves: OBJ-1\nbody:\n  theme: Change\n', 'objectives/OBJ-1.yaml': 'title: Trust\n', 'people.yaml': '- { name: Ann, email: a@b.org }\n' }).folder
    expect(diffFolders(before, after).map(({ key, change, fields }) => [key, change, fields.map(({ label, before: was, after: is }) => `${label}: ${was} → ${is}`)])).toEqual([
      ['OBJ-1', 'added', []], ['POL-1', 'changed', ['Title: Change → Changes', 'Holds from: null → 2099-01-01', 'Serves: null → OBJ-1 Trust']], ['POL-2', 'removed', []], ['a@b.org', 'changed', ['Name: A → Ann']],
    ])
    expect(diffFolders(after, structuredClone(after))).toEqual([])
  })
})

describe('a starter beside what is there', () => {
  const standing = (key: string, kind: string, title: string, given: Partial<Standing> = {}): Standing => ({
    id: key, key, kind, title, status: 'in force', version: 1, content: { title, accountable: null, reviewEvery: null, effectiveOn: null, body: { name: title, timeZone: 'Europe/Oslo', languages: ['nb'] }, links: [], unknown: [] }, plannedOn: null, draft: null, draftBy: null, proposal: undefined, ...given,
  })
  const starter = {
    'organisation/ORG-1.yaml': 'title: Our organisation\nbody:\n  name: Our organisation\n', 'organisation/ORG-1.md': 'We serve.\n', 'scope/SCO-1.yaml': 'title: Scope\naccountable: ROL-2\n', 'roles/ROL-1.yaml': 'title: SMS owner\n', 'roles/ROL-2.yaml': 'title: Service owner\n',
    'roles/ROL-3.yaml': 'title: Top management\nlinks:\n  - separatedFrom: ROL-2\n', 'reviews/RVW-1.yaml': 'title: Review\naccountable: ROL-3\nbody:\n  chair: ROL-2\n', 'holders.yaml': '- { role: ROL-3, person: a@b.org }\n',
  }
  const founded = [standing('ORG-1', 'organisation', 'Nordby'), standing('SCO-1', 'scope', 'Scope'), standing('ROL-1', 'role', 'SMS owner')]

  it('fills in what the founding made, and the organisation keeps its own name', () => {
    const { folder } = besideExisting(read(starter), founded)
    expect(folder.elements.map((each) => each.key)).toEqual(['ORG-1', 'SCO-1', 'ROL-1', 'ROL-2', 'ROL-3', 'RVW-1'])
    expect(folder.elements[0]).toMatchObject({ title: 'Nordby', body: { name: 'Nordby', timeZone: 'Europe/Oslo', languages: ['nb'], purpose: 'We serve.' } })
  })

  it('gives way where a key is taken, joins what is called alike, and leaves alone what was changed', () => {
    const own = [...founded.slice(0, 1), standing('SCO-1', 'scope', 'Scope', { version: 2 }), founded[2]!, standing('ROL-2', 'role', 'Mine'), standing('ROL-7', 'role', 'top Management')]
    const { folder, places } = besideExisting(read(starter), own)
    expect(folder.elements.map((each) => [each.key, each.title])).toEqual([['ORG-1', 'Nordby'], ['ROL-1', 'SMS owner'], ['ROL-8', 'Service owner'], ['RVW-1', 'Review']])
    expect(folder.elements[3]).toMatchObject({ accountable: 'ROL-7', body: { chair: 'ROL-8' } })
    expect(folder.holders).toMatchObject([{ role: 'ROL-7' }])
    expect(places.elements.get('ROL-8')?.file).toBe('roles/ROL-2.yaml')
    expect(filesOf(folder).map((file) => file.name)).toContain('roles/ROL-8.yaml')
  })
})
