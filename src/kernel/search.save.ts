import type postgres from 'postgres'
import type { ElementChange, KeptDraft, VersionContent } from './element.ts'
import { searchDocument, searchWords } from './search.document.ts'
import type { SearchDocument } from './search.document.ts'
import type { Write } from './writes.ts'

const columns = 'id, kind, key, title, plain_key, plain_title, words'
const typed = 'd(organisation_id uuid, id uuid, kind text, key text, title text, plain_key text, plain_title text, words tsvector)'

/** What search is to know after these changes. What is in force is found while a draft beside it is not. */
export function searchWrites(changes: readonly ElementChange[]): Write[] {
  const seen = changes.filter(({ element, version }) => version || element.version === 0)
  const documents = (some: readonly ElementChange[]) => some.map(({ element, version }) => searchDocument(element, version?.content.body ?? element.draft?.body ?? {}))
  const fresh = seen.filter(({ element }) => element.revision === 1)
  const later = seen.filter(({ element }) => element.revision !== 1)
  const words = searchWords(seen.map(({ element }) => element.title))
  return [
    ...(fresh.length > 0 ? [insertDocuments(documents(fresh), '')] : []),
    ...(later.length > 0 ? [insertDocuments(documents(later), replacing)] : []),
    ...(words.length > 0 ? [insertWords(words)] : []),
  ]
}

const replacing = ` on conflict (organisation_id, id) do update set title = excluded.title, plain_title = excluded.plain_title, words = excluded.words
  where (search_documents.title, search_documents.words) is distinct from (excluded.title, excluded.words)`

function insertDocuments(documents: readonly SearchDocument[], onConflict: string): Write {
  return { text: `insert into search_documents (${columns}) select ${columns} from jsonb_to_recordset($1::text::jsonb) as ${typed}${onConflict}`, values: [JSON.stringify(documents)] }
}

function insertWords(words: ReturnType<typeof searchWords>): Write {
  return {
    text: `insert into search_words (word, near) select w.word, w.near from jsonb_to_recordset($1::text::jsonb) as w(word text, near integer[])
      where not exists (select from search_words k where k.organisation_id = (select current_organisation()) and k.word = w.word)`,
    values: [JSON.stringify(words)],
  }
}

type Kept = { organisation_id: string; id: string; kind: string; key: string; external_key: string | null; title: string; draft: string | null; content: string | null }

const page = 2_000

/** Fills what search knows from the elements of all organisations, as the owner, in the transaction that made its tables. */
export async function fillSearch(tx: postgres.TransactionSql): Promise<void> {
  const none = '00000000-0000-0000-0000-000000000000'
  for (let [organisation, id, more] = [none, none, true]; more; ) {
    const rows = await tx<Kept[]>`select e.organisation_id, e.id, e.kind, e.key, e.external_key, e.title, case when e.version = 0 then e.draft end as draft, v.content from elements e
      left join element_versions v on v.organisation_id = e.organisation_id and v.element_id = e.id and v.version = e.version
      where (e.organisation_id, e.id) > (${organisation}, ${id}) order by e.organisation_id, e.id limit ${page}`
    await fillPage(tx, rows)
    const last = rows.at(-1)
    if (last) [organisation, id] = [last.organisation_id, last.id]
    more = rows.length === page
  }
}

async function fillPage(tx: postgres.TransactionSql, rows: readonly Kept[]): Promise<void> {
  const documents = rows.map((row) => ({ organisation_id: row.organisation_id, ...searchDocument({ ...row, externalKey: row.external_key }, bodyOf(row)) }))
  await tx.unsafe(`insert into search_documents (organisation_id, ${columns}) select organisation_id, ${columns} from jsonb_to_recordset($1::text::jsonb) as ${typed}`, [JSON.stringify(documents)])
  for (const organisation of new Set(rows.map((row) => row.organisation_id))) {
    const words = searchWords(rows.filter((row) => row.organisation_id === organisation).map((row) => row.title))
    await tx.unsafe(`insert into search_words (organisation_id, word, near) select $1::text::uuid, w.word, w.near from jsonb_to_recordset($2::text::jsonb) as w(word text, near integer[])
      where not exists (select from search_words k where k.organisation_id = $1::text::uuid and k.word = w.word)`, [organisation, JSON.stringify(words)])
  }
}

function bodyOf({ content, draft }: Kept): Record<string, unknown> {
  if (content !== null) return (JSON.parse(content) as VersionContent).body
  return draft === null ? {} : (JSON.parse(draft) as KeptDraft).body
}
