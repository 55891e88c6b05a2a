-- Full text over elements: keys first, then titles, facts and prose; typo-tolerant. docs/decisions/search.md says why so.
-- The words are made by the program (src/kernel/search.document.ts), which fills the tables anew right after this file.

drop function search(text, integer);
drop index search_documents_words;
drop index search_documents_key;
delete from search_documents;

alter table search_documents
  -- svc3 for SVC-3
  add column plain_key text collate "C" not null,
  -- the folded words of the title, a space between
  add column plain_title text collate "C" not null;

-- Few rows wait to be sorted in, since each search reads those that do.
create index search_documents_words on search_documents using gin (words) with (gin_pending_list_limit = 256);
create index search_documents_keys on search_documents (organisation_id, length(plain_key), plain_key);
create index search_documents_titles on search_documents (organisation_id, plain_title, id);

-- Words of titles, each once but for races that do no harm: a unique index would make one writer wait for another, or both for each other.
create table search_words (
  organisation_id uuid not null default current_organisation(),
  word text collate "C" not null,
  near integer[] not null
);
create index search_words_word on search_words (organisation_id, word);
create index search_words_near on search_words using gin (near) with (gin_pending_list_limit = 256);

-- Not forced, as search_documents is not: the functions below read them as the owner and filter by themselves.
alter table search_words enable row level security;
create policy tenant on search_words using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()));
do $$ begin
  execute format('create policy owner on search_words to %I using (true) with check (true)', current_user);
end $$;
grant select, insert, update, delete on search_words to wellrun_app;

-- A thousand elements whose words match, or all where there are fewer: by the index of words and by no other.
create function search_some(query tsquery, kinds text[], seen uuid[]) returns uuid[]
  language plpgsql stable set search_path = public, pg_temp set enable_seqscan = off set enable_indexscan = off set plan_cache_mode = force_generic_plan as $$
declare
  own uuid := current_organisation();
begin
  -- "Not distinct" keeps the planner from reading the whole organisation's index as well.
  return array(select d.id from search_documents d where d.words @@ query and d.organisation_id is not distinct from own
    and d.id <> all(seen) and (kinds is null or d.kind = any(kinds)) limit 1000);
end $$;

-- Elements whose words match, by title, as much as there is room for. The planner takes any beginning of a word for common, so the ways are
-- chosen here: in order of titles where a word is in many, by the index of words where it is in few. Of very many that stand far down the
-- alphabet it answers some, for nobody reads on to them: whoever looks for one adds a word.
create function search_step(query tsquery, kinds text[], seen uuid[], room integer) returns setof uuid
  language plpgsql stable set search_path = public, pg_temp set enable_seqscan = off set enable_sort = off set plan_cache_mode = force_generic_plan as $$
declare
  own uuid := current_organisation();
  hits uuid[];
  first uuid[];
begin
  first := array(select d.id from (select * from search_documents s where s.organisation_id = own order by s.plain_title, s.id limit 200) d
    where d.words @@ query and d.id <> all(seen) and (kinds is null or d.kind = any(kinds)) limit room);
  if cardinality(first) = room then
    return query select unnest(first);
  else
    hits := search_some(query, kinds, seen);
    -- Materialized, or the planner walks through all titles rather than sort a thousand.
    return query with found as materialized (select d.id, d.plain_title from search_documents d where d.organisation_id = own and d.id = any(hits))
      select found.id from found order by found.plain_title, found.id limit room;
  end if;
end $$;

-- Keys, then titles that begin so, then words: `steps` are tsqueries, the closest first.
create function search(keys text, beginning text, steps text[], kinds text[], most integer)
  returns table (id uuid, kind text, key text, title text, step integer)
  language plpgsql stable security definer set search_path = public, pg_temp set enable_seqscan = off set enable_sort = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  own uuid := current_organisation();
  last constant text := chr(1114111);
  seen uuid[] := '{}';
  more uuid[];
  steps_of integer[] := '{}';
begin
  if keys <> '' then
    -- Letters alone may begin a word as well: half the room is left for those.
    seen := array(select d.id from generate_series(length(keys), 16) size cross join lateral (
        select * from search_documents s where s.organisation_id = own and length(s.plain_key) = size and s.plain_key >= keys and s.plain_key < keys || last
          and (kinds is null or s.kind = any(kinds)) order by s.plain_key limit most) d
      order by size, d.plain_key limit case when keys ~ '[0-9]' then most else (most + 1) / 2 end);
    steps_of := array_fill(0, array[cardinality(seen)]);
  end if;
  -- Who typed a key that there is wants nothing else.
  if keys !~ '[0-9]' or seen = '{}' then
    if beginning <> '' and cardinality(seen) < most then
      more := array(select d.id from search_documents d where d.organisation_id = own and d.plain_title >= beginning and d.plain_title < beginning || last
        and d.id <> all(seen) and (kinds is null or d.kind = any(kinds)) order by d.plain_title, d.id limit most - cardinality(seen));
      steps_of := steps_of || array_fill(1, array[cardinality(more)]);
      seen := seen || more;
    end if;
    for at in 1 .. coalesce(cardinality(steps), 0) loop
      exit when cardinality(seen) >= most;
      more := array(select search_step(steps[at]::tsquery, kinds, seen, most - cardinality(seen)));
      steps_of := steps_of || array_fill(at + 1, array[cardinality(more)]);
      seen := seen || more;
    end loop;
  end if;
  return query select d.id, d.kind, d.key, d.title, s.step from unnest(seen, steps_of) with ordinality as s(id, step, place)
    join search_documents d on d.organisation_id = own and d.id = s.id order by s.place;
end $$;

-- Words of titles that share a number with a mistyped word; see nearnessOf in src/shared/searching.ts.
create function search_words_near(marks integer[]) returns table (word text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select distinct w.word from search_words w where w.organisation_id = current_organisation() and w.near && marks order by w.word limit 2000
$$;

-- Functions are open to everybody unless it is taken back.
revoke all on function search(text, text, text[], text[], integer), search_step(tsquery, text[], uuid[], integer), search_some(tsquery, text[], uuid[]),
  search_words_near(integer[]) from public;
grant execute on function search(text, text, text[], text[], integer), search_words_near(integer[]) to wellrun_app;
