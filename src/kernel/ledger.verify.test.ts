import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { makeLedger, otherKey } from '../../test/support/ledger-world.ts'
import type { LedgerFault } from './ledger.faults.ts'
import { verifyLedger } from './ledger.verify.ts'

let ledger: Awaited<ReturnType<typeof makeLedger>>
beforeAll(async () => {
  ledger = await makeLedger()
})
afterEach(() => ledger.reset())
afterAll(() => ledger.close())

const verified = () => verifyLedger(ledger.sql, ledger.organisationId, ledger.key.publicKey, { pageSize: 64 })

/** `$o` stands for the organisation, `$first` and `$second` for the sizes of its first two heads. */
const filled = (text: string) => text.replaceAll('$o', `'${ledger.organisationId}'`).replaceAll('$first', `${ledger.heads[0]}`).replaceAll('$second', `${ledger.heads[1]}`)

/** What is found after statements that change something behind the application's back. */
async function tampered(statement: string): Promise<LedgerFault[]> {
  for (const step of filled(statement).split(';\n')) expect((await ledger.sql.unsafe(step)).count, 'the statement changed nothing').toBeGreaterThan(0)
  const { ok, faults } = await verified()
  expect(ok).toBe(faults.length === 0)
  return faults
}

const leaf = (number: number) => `(select entry_id from ledger_leaves where organisation_id = $o and number = ${number})`
const pol1 = `(select id from elements where organisation_id = $o and key = 'POL-1')`

describe('an untouched ledger', () => {
  test('verifies, sealed and unsealed entries alike, whatever the size of the pages', async () => {
    for (const pageSize of [7, 100, 10_000]) {
      const done: number[] = []
      const result = await verifyLedger(ledger.sql, ledger.organisationId, ledger.key.publicKey, { pageSize, onProgress: (entries, total) => done.push(entries / total) })
      expect(result).toMatchObject({ ok: true, entries: 303, sealed: 300, unsealed: 3, faults: [], head: { size: 300, keyId: ledger.key.id } })
      expect(done.at(-1)).toBe(1)
    }
  })

  test('is of the history of which a head was kept elsewhere, or it is said that it is not', async () => {
    const root = (await verified()).head!.root
    const known = (size: number, beginning: string) => verifyLedger(ledger.sql, ledger.organisationId, ledger.key.publicKey, { known: [{ size, root: beginning }] })
    expect((await known(300, root.slice(0, 16).toUpperCase())).ok).toBe(true)
    expect((await known(300, 'abcdef')).faults).toMatchObject([{ type: 'altered', where: 'ledger_heads 300' }])
    expect((await known(500, root)).faults).toMatchObject([{ type: 'missing', where: 'ledger_heads 500' }])
  })

  test('verifies twice at the same time on one pool', async () => {
    expect((await Promise.all([verified(), verified()])).map((result) => result.ok)).toEqual([true, true])
  })

  test('has an inline entry, an entry with a root, versions, links and nodes, so that the tests below test something', async () => {
    expect(await ledger.sql`select (select count(*)::int from links where organisation_id = ${ledger.organisationId}) as links,
      (select count(*)::int from ledger_nodes where organisation_id = ${ledger.organisationId}) as nodes,
      (select count(*)::int from ledger_heads where organisation_id = ${ledger.organisationId}) as heads,
      (select count(*)::int from ledger_entries where organisation_id = ${ledger.organisationId} and content like '%"rows":{"count":40%') as bulk`).toEqual([{ links: 2, nodes: 1, heads: 3, bulk: 1 }])
  })
})

describe('tampering with an entry is found and named', () => {
  const cases: [string, string, LedgerFault['type'], string][] = [
    ['the content of a sealed entry', `update ledger_entries set content = replace(content, 'founder', 'Founder') where organisation_id = $o and id = ${leaf(9)}`, 'altered', 'not what was sealed as leaf 9'],
    ['the verb column', `update ledger_entries set verb = 'policy.retire' where organisation_id = $o and id = ${leaf(9)}`, 'altered', 'The column verb'],
    ['the actor column', `update ledger_entries set actor_id = 'operator' where organisation_id = $o and id = ${leaf(9)}`, 'altered', 'The column actor_id'],
    ['the subject column', `update ledger_entries set subject_id = null where organisation_id = $o and id = ${leaf(9)}`, 'altered', 'The column subject_id'],
    ['the instant of an entry', `update ledger_entries set at = at + interval '1 millisecond' where organisation_id = $o and id = ${leaf(9)}`, 'altered', 'The column at'],
    ['the instant by a microsecond', `update ledger_entries set at = at + interval '1 microsecond' where organisation_id = $o and id = ${leaf(9)}`, 'altered', 'The column at'],
    ['content that is no longer JSON', `update ledger_entries set content = 'gone' where organisation_id = $o and id = ${leaf(9)}`, 'malformed', 'not JSON'],
    ['a sealed entry that is deleted', `delete from ledger_entries where organisation_id = $o and id = ${leaf(9)}`, 'missing', 'sealed as leaf 9'],
    ['the last sealed entry deleted', `delete from ledger_entries where organisation_id = $o and id = ${leaf(299)}`, 'missing', 'sealed as leaf 299'],
    ['an unsealed entry that is deleted', `delete from ledger_entries where organisation_id = $o and id = (select max(id::text)::uuid from ledger_entries where organisation_id = $o)`, 'missing', 'that wrote this row is not in the ledger'],
    ['an entry added among the sealed ones', `insert into ledger_entries select organisation_id, '01990000-0000-7000-8000-000000000001', at, verb, subject_id, actor_id, regexp_replace(replace(content, id::text, '01990000-0000-7000-8000-000000000001'), '"rows":.*"subject"', '"rows":[],"subject"'), transaction_id from ledger_entries where organisation_id = $o and id = ${leaf(9)}`, 'extra', 'although head 300 covers its transaction'],
    ['an entry added at the end that was not written by the program', `insert into ledger_entries (organisation_id, id, at, verb, actor_id, content) values ($o, '01990000-0000-7000-8000-000000000001', now(), 'policy.approve', 'operator', '{"verb":"policy.approve"}')`, 'malformed', 'not sealed yet'],
    ['an entry added at the end that claims rows nobody wrote', `insert into ledger_entries (organisation_id, id, at, verb, subject_id, actor_id, content) select organisation_id, '01990000-0000-7000-8000-000000000001', at, verb, subject_id, actor_id, replace(content, id::text, '01990000-0000-7000-8000-000000000001') from ledger_entries where organisation_id = $o and id = ${leaf(9)}`, 'missing', 'wrote this row, and it is gone'],
  ]
  test.each(cases)('%s', async (_, statement, type, what) => {
    const faults = await tampered(statement)
    expect(faults).toContainEqual({ type, where: expect.any(String) as string, what: expect.stringContaining(what) as string })
  })
})

describe('tampering with the tree is found and named', () => {
  const cases: [string, string, LedgerFault['type'], string, string][] = [
    ['the hash of a leaf', `update ledger_leaves set hash = sha256('x') where organisation_id = $o and number = 9`, 'altered', 'ledger_entries', 'not what was sealed as leaf 9'],
    ['a leaf hash and its entry together', `with e as (update ledger_entries set content = replace(content, 'founder', 'Founder') where organisation_id = $o and id = ${leaf(9)} returning content) update ledger_leaves set hash = (select sha256('\\x00'::bytea || convert_to(content, 'UTF8')) from e) where organisation_id = $o and number = 9`, 'altered', 'ledger_heads $second', 'leaves from $first on, or the head, were altered'],
    ['a leaf that is deleted', `delete from ledger_leaves where organisation_id = $o and number = 9`, 'missing', 'ledger_leaves 9', 'This leaf is gone'],
    ['the last leaves deleted', `delete from ledger_leaves where organisation_id = $o and number >= 290`, 'missing', 'ledger_heads 300', 'leaves 290 to 299 are gone'],
    ['two leaves swapped', `update ledger_leaves set number = -1 where organisation_id = $o and number = 10;\nupdate ledger_leaves set number = 10 where organisation_id = $o and number = 11;\nupdate ledger_leaves set number = 11 where organisation_id = $o and number = -1`, 'altered', 'ledger_heads $second', 'do not give the root'],
    ['a leaf before the first', `insert into ledger_leaves select organisation_id, -1, gen_random_uuid(), hash from ledger_leaves where organisation_id = $o and number = 1`, 'extra', 'ledger_leaves -1', 'numbered from 0'],
    ['a leaf added', `insert into ledger_leaves select organisation_id, 300, id, sha256('\\x00'::bytea || convert_to(content, 'UTF8')) from ledger_entries where organisation_id = $o order by id desc limit 1`, 'extra', 'ledger_leaves 300 to 300', 'No signed head covers these leaves'],
    ['a kept root', `update ledger_nodes set hash = sha256('x') where organisation_id = $o and position = 0`, 'altered', 'ledger_nodes level 1 position 0', 'leaves 0 to 255'],
    ['a kept root deleted', `delete from ledger_nodes where organisation_id = $o`, 'missing', 'ledger_nodes level 1 position 0', 'gone'],
    ['a kept root added', `insert into ledger_nodes values ($o, 2, 0, sha256('x'))`, 'extra', 'ledger_nodes level 2 position 0', 'no leaves under this'],
    ['the root of a head', `update ledger_heads set root = sha256('x') where organisation_id = $o and size = $second`, 'unsigned', 'ledger_heads $second', 'signature'],
    ['the time of a head', `update ledger_heads set at = at + interval '1 day' where organisation_id = $o and size = 300`, 'unsigned', 'ledger_heads 300', 'signature'],
    ['the size of a head', `update ledger_heads set size = 299 where organisation_id = $o and size = 300`, 'unsigned', 'ledger_heads 299', 'signature'],
    ['the signature of a head', `update ledger_heads set signature = decode(repeat('00', 64), 'hex') where organisation_id = $o and size = 300`, 'unsigned', 'ledger_heads 300', 'signature'],
    ['a head of another organisation', `update ledger_heads h set root = o.root, signature = o.signature from ledger_heads o where h.organisation_id = $o and h.size = 300 and o.organisation_id <> $o`, 'unsigned', 'ledger_heads 300', 'signature'],
    ['a head said to be of another key', `update ledger_heads set key_id = '0123456789abcdef' where organisation_id = $o and size = 300`, 'unsigned', 'ledger_heads 300', 'not one to trust'],
    ['the last head deleted', `delete from ledger_heads where organisation_id = $o and size = 300`, 'extra', 'ledger_leaves $second to 299', 'No signed head'],
  ]
  test.each(cases)('%s', async (_, statement, type, where, what) => {
    expect(await tampered(statement)).toContainEqual({ type, where: expect.stringContaining(filled(where)) as string, what: expect.stringContaining(filled(what)) as string })
  })

  test('a leaf that is gone is named once, with what follows from it', async () => {
    const faults = await tampered('delete from ledger_leaves where organisation_id = $o and number = 9')
    expect(faults.map((fault) => `${fault.type} ${fault.where.replace(/[0-9a-f-]{36}/, 'id')}`).sort()).toEqual([
      filled('altered ledger_heads $second'), 'altered ledger_nodes level 1 position 0', 'extra ledger_entries id', 'missing ledger_heads 300', 'missing ledger_leaves 9',
    ])
  })

  test('heads signed with another key are not trusted', async () => {
    const { ok, faults, head } = await verifyLedger(ledger.sql, ledger.organisationId, otherKey.publicKey)
    expect({ ok, head, types: faults.map((fault) => fault.type) }).toEqual({ ok: false, head: null, types: ['unsigned', 'unsigned', 'unsigned'] })
    expect((await verifyLedger(ledger.sql, ledger.organisationId, [otherKey.publicKey, ledger.key.publicKey])).ok).toBe(true)
  })
})

describe('tampering with rows is found and named', () => {
  const cases: [string, string, LedgerFault['type'], string, string][] = [
    ['the content of a row', `update row_versions set content = replace(content, 'Rules of change', 'No rules') where organisation_id = $o and subject = 'element' and subject_id = ${pol1} and revision = 5`, 'altered', 'revision 5', 'does not have the hash stored beside it'],
    ['content and hash of a row', `update row_versions set content = '{}', hash = sha256('{}') where organisation_id = $o and subject = 'element' and subject_id = ${pol1} and revision = 5`, 'altered', 'revision 5', 'not the one in entry'],
    ['a row deleted', `delete from row_versions where organisation_id = $o and subject = 'element' and subject_id = ${pol1} and revision = 5`, 'missing', 'revision 5', 'it is gone'],
    ['a row added to an entry', `insert into row_versions select organisation_id, subject, subject_id, 999, content, hash, entry_id, recorded_at, 'infinity' from row_versions where organisation_id = $o and subject = 'element' and subject_id = ${pol1} and revision = 5`, 'extra', 'revision 999', 'which did not write it'],
    ['the subject of a row', `update row_versions set subject = 'a"b' where organisation_id = $o and subject = 'element' and subject_id = ${pol1} and revision = 5`, 'missing', 'revision 5', 'it is gone'],
    ['a row that names no entry', `update row_versions set entry_id = '01990000-0000-7000-8000-000000000001' where organisation_id = $o and subject = 'element' and subject_id = ${pol1} and revision = 5`, 'missing', 'revision 5', 'is not in the ledger'],
    ['the instant of a row', `update row_versions set recorded_at = recorded_at - interval '1 hour' where organisation_id = $o and subject = 'element' and subject_id = ${pol1} and revision = 1`, 'altered', 'revision 1', 'recorded_at'],
    ['the end of a row', `update row_versions set superseded_at = superseded_at + interval '1 hour' where organisation_id = $o and subject = 'element' and subject_id = ${pol1} and revision = 1`, 'altered', 'revision 1', 'superseded_at'],
    ['the end of the last row', `update row_versions set superseded_at = now() where organisation_id = $o and subject = 'person' and superseded_at = 'infinity' and subject_id = (select id from people where organisation_id = $o and name = 'Bo Li')`, 'altered', 'row_versions person', 'superseded_at'],
    ['a row of an import altered', `update row_versions set content = '{}', hash = sha256('{}') where organisation_id = $o and (subject, subject_id) = (select 'element', id from elements where organisation_id = $o and title = 'Service 7')`, 'altered', 'row_versions of entry', 'do not give the root'],
    ['a row of an import deleted', `delete from row_versions where organisation_id = $o and (subject, subject_id) = (select 'element', id from elements where organisation_id = $o and title = 'Service 7')`, 'missing', 'row_versions of entry', 'wrote 40 rows and 39 are there'],
    ['the content of a version', `update element_versions set content = replace(content, 'Small', 'Large') where organisation_id = $o and element_id = ${pol1} and version = 1`, 'altered', 'version 1', 'does not have the hash'],
    ['content and hash of a version', `update element_versions set content = '{}', hash = sha256('{}') where organisation_id = $o and element_id = ${pol1} and version = 1`, 'altered', 'version 1', 'not the one in entry'],
    ['a version deleted', `delete from element_versions where organisation_id = $o and element_id = ${pol1} and version = 1`, 'missing', 'version 1', 'it is gone'],
    ['the title of a version', `update element_versions set title = 'x' where organisation_id = $o and element_id = ${pol1} and version = 1`, 'altered', 'version 1', 'title: not as in its content'],
    ['who approved a version', `update element_versions set approved_by = '01990000-0000-7000-8000-000000000001' where organisation_id = $o and element_id = ${pol1} and version = 2`, 'altered', 'version 2', 'approved_by'],
    ['the day of a version', `update element_versions set effective_on = effective_on - 1 where organisation_id = $o and element_id = ${pol1} and version = 2`, 'altered', 'version 2', 'effective_on'],
    ['when a version begins', `update element_versions set effective_at = effective_at - interval '1 day' where organisation_id = $o and element_id = ${pol1} and version = 2`, 'altered', 'version 2', 'effective_at'],
    ['when a version ends', `update element_versions set superseded_at = superseded_at - interval '1 day' where organisation_id = $o and element_id = ${pol1} and version = 1`, 'altered', 'version 1', 'superseded_at'],
    ['a link', `update links set target_id = source_id where organisation_id = $o and source_id = ${pol1} and source_version = 1`, 'altered', 'version 1 position 0', 'not the link in the content'],
    ['the note of a link', `update links set note = null where organisation_id = $o and source_id = ${pol1} and source_version = 1`, 'altered', 'version 1 position 0', 'not the link in the content'],
    ['the end of a link', `update links set superseded_at = 'infinity' where organisation_id = $o and source_id = ${pol1} and source_version = 1`, 'altered', 'version 1 position 0', 'begin and end with its version'],
    ['a link deleted', `delete from links where organisation_id = $o and source_id = ${pol1} and source_version = 1`, 'missing', 'version 1 position 0', 'its row is gone'],
    ['a link added', `insert into links select organisation_id, source_id, source_version, 5, type, target_id, for_id, extent, note, effective_at, superseded_at from links where organisation_id = $o and source_version = 2`, 'extra', 'version 2 position 5', 'no such link'],
    ['a link of no version', `insert into links select organisation_id, source_id, 77, 0, type, target_id, for_id, extent, note, effective_at, superseded_at from links where organisation_id = $o and source_version = 2`, 'extra', 'version 77', 'no such version'],
  ]
  test.each(cases)('%s', async (_, statement, type, where, what) => {
    expect(await tampered(statement)).toContainEqual({ type, where: expect.stringContaining(filled(where)) as string, what: expect.stringContaining(filled(what)) as string })
  })
})

describe('tampering with current rows is found and named', () => {
  const cases: [string, string, LedgerFault['type'], string, string][] = [
    ['an element', `update elements set title = 'x', accountable_id = id where organisation_id = $o and key = 'POL-1'`, 'altered', 'elements', 'title, accountable_id: not as in its last revision'],
    ['an element deleted', `delete from elements where organisation_id = $o and key = 'POL-1'`, 'missing', 'elements', 'The row is gone'],
    ['an element added', `insert into elements select organisation_id, '01990000-0000-7000-8000-000000000001', kind, 'POL-9999', 9999, external_key, title, sort_key, status, version, revision, draft, draft_by, accountable_id, review_every, reviewed_on, changed_at from elements where organisation_id = $o and key = 'POL-1'`, 'extra', 'elements 01990000', 'No revision of this row'],
    ['a draft', `update elements set draft = '{}' where organisation_id = $o and key = 'POL-1'`, 'altered', 'elements', 'draft: not as in'],
    ['a holder', `update holders set deputy = not deputy where organisation_id = $o`, 'altered', 'holders', 'deputy'],
    ['a right over the system', `update access_grants set kind = 'administrator', expires_at = null where organisation_id = $o and kind = 'founder'`, 'altered', 'access_grants', 'kind'],
    ['the scopes of a token', `update api_tokens set scopes = '{write}' where organisation_id = $o`, 'altered', 'api_tokens', 'scopes'],
    ['the hash of a token', `update api_tokens set hash = sha256('known') where organisation_id = $o`, 'altered', 'api_tokens', 'hash'],
    ['the organisation', `update organisations set time_zone = 'UTC' where organisation_id = $o`, 'altered', 'organisations', 'time_zone'],
    ['the name of a person', `update people set name = 'Somebody' where organisation_id = $o and name = 'Bo Li'`, 'altered', 'people', 'together not what was hashed'],
    ['a name given to an erased person', `update people set name = 'Somebody' where organisation_id = $o and salt is null`, 'altered', 'people', 'together not what was hashed'],
    ['a person’s last day', `update people set to_on = '2026-01-01' where organisation_id = $o and name = 'Bo Li'`, 'altered', 'people', 'to_on'],
    ['what search finds', `update search_documents set title = 'x' where organisation_id = $o and key = 'POL-1'`, 'altered', 'search_documents', 'not that of its element'],
    ['a last revision that cannot be read as a row', `update row_versions set content = '{"version":"many"}', hash = sha256('{"version":"many"}') where organisation_id = $o and subject = 'element' and subject_id = ${pol1} and superseded_at = 'infinity'`, 'malformed', 'row_versions element', 'cannot be read as a row of elements'],
    ['a last revision that is not JSON', `update row_versions set content = 'gone' where organisation_id = $o and subject = 'element' and subject_id = ${pol1} and superseded_at = 'infinity'`, 'malformed', 'row_versions element', 'cannot be read as a row of elements'],
  ]
  test.each(cases)('%s', async (_, statement, type, where, what) => {
    expect(await tampered(statement)).toContainEqual({ type, where: expect.stringContaining(filled(where)) as string, what: expect.stringContaining(filled(what)) as string })
  })

  test('what happens to another organisation is not this one’s fault', async () => {
    expect(await tampered(`update elements set title = 'x' where organisation_id <> $o`)).toEqual([])
  })
})
