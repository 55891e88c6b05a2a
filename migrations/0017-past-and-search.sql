-- Past days of records, and what search knows of them. What was open on a day was opened by then and closed after it: an interval that is pierced. Closed records are kept in classes of how
-- long they were open, each four times the last, so that in every class at least a quarter of those opened within its length before the moment were open then.

create function record_span(opened_at timestamptz, closed_at timestamptz) returns smallint language sql immutable parallel safe as $$
  select coalesce(width_bucket(extract(epoch from closed_at - opened_at)::double precision, array[3600, 14400, 57600, 230400, 921600, 3686400, 14745600, 58982400, 235929600]::double precision[]), 10)::smallint
$$;

create index records_spans on records (organisation_id, routine_id, record_span(opened_at, closed_at), opened_at, id) where not open;

-- Ids of records of some routines that were opened by a moment, or that were open at it as their instants tell now, in order of when they were opened, beyond a place.
create function records_on(moment timestamptz, routines uuid[], only_open boolean, newest boolean, after_at timestamptz, after_id uuid, most integer) returns table (id uuid, opened_at timestamptz)
  language plpgsql stable security definer set search_path = public, pg_temp set enable_seqscan = off set enable_bitmapscan = off as $$
#variable_conflict use_column
declare
  own uuid := current_organisation();
  lengths constant interval[] := array['1 hour', '4 hours', '16 hours', '64 hours', '256 hours', '1024 hours', '4096 hours', '16384 hours', '65536 hours', '1000 years', '1000 years'];
  -- One place in the order: where this page begins.
  upper_at timestamptz := case when newest then least(moment, coalesce(after_at, moment)) else moment end;
  lower_at timestamptz := case when newest or after_at is null then '-infinity'::timestamptz else after_at end;
begin
  if newest then
    return query select f.id, f.opened_at from (
      select c.id, c.opened_at from unnest(routines) as t(routine) cross join generate_series(0, 10) as k(class) cross join lateral (
        select r.id, r.opened_at from records r where r.organisation_id = own and r.routine_id = t.routine and record_span(r.opened_at, r.closed_at) = k.class::smallint and not r.open
          and r.opened_at <= upper_at and (not only_open or (r.opened_at > moment - lengths[k.class + 1] and (r.closed_at is null or r.closed_at > moment)))
          and (after_at is null or (r.opened_at, r.id) < (after_at, after_id)) order by r.opened_at desc, r.id desc limit most) c
      union all
      select o.id, o.opened_at from (select r.id, r.opened_at from records r where r.organisation_id = own and r.open and r.routine_id = any(routines) and r.opened_at <= upper_at
        and (after_at is null or (r.opened_at, r.id) < (after_at, after_id)) order by r.opened_at desc, r.id desc limit most) o) f
      order by f.opened_at desc, f.id desc limit most;
  else
    return query select f.id, f.opened_at from (
      select c.id, c.opened_at from unnest(routines) as t(routine) cross join generate_series(0, 10) as k(class) cross join lateral (
        select r.id, r.opened_at from records r where r.organisation_id = own and r.routine_id = t.routine and record_span(r.opened_at, r.closed_at) = k.class::smallint and not r.open
          and r.opened_at <= upper_at and r.opened_at >= lower_at and (not only_open or (r.opened_at > moment - lengths[k.class + 1] and (r.closed_at is null or r.closed_at > moment)))
          and (after_at is null or (r.opened_at, r.id) > (after_at, after_id)) order by r.opened_at, r.id limit most) c
      union all
      select o.id, o.opened_at from (select r.id, r.opened_at from records r where r.organisation_id = own and r.open and r.routine_id = any(routines) and r.opened_at <= upper_at and r.opened_at >= lower_at
        and (after_at is null or (r.opened_at, r.id) > (after_at, after_id)) order by r.opened_at, r.id limit most) o) f
      order by f.opened_at, f.id limit most;
  end if;
end $$;

-- As records_on over all routines, whatever became of them: the two stretches of one index, side by side.
create function records_until(moment timestamptz, newest boolean, after_at timestamptz, after_id uuid, most integer) returns table (id uuid, opened_at timestamptz)
  language plpgsql stable security definer set search_path = public, pg_temp set enable_seqscan = off set enable_bitmapscan = off as $$
#variable_conflict use_column
declare
  own uuid := current_organisation();
begin
  if newest then
    return query select f.id, f.opened_at from (select s.id, s.opened_at from unnest(array[true, false]) as w(open) cross join lateral (
        select r.id, r.opened_at from records r where r.organisation_id = own and r.open = w.open and r.opened_at <= least(moment, coalesce(after_at, moment))
          and (after_at is null or (r.opened_at, r.id) < (after_at, after_id)) order by r.opened_at desc, r.id desc limit most) s) f
      order by f.opened_at desc, f.id desc limit most;
  else
    return query select f.id, f.opened_at from (select s.id, s.opened_at from unnest(array[true, false]) as w(open) cross join lateral (
        select r.id, r.opened_at from records r where r.organisation_id = own and r.open = w.open and r.opened_at <= moment and r.opened_at >= coalesce(after_at, '-infinity'::timestamptz)
          and (after_at is null or (r.opened_at, r.id) > (after_at, after_id)) order by r.opened_at, r.id limit most) s) f
      order by f.opened_at, f.id limit most;
  end if;
end $$;

revoke all on function records_on(timestamptz, uuid[], boolean, boolean, timestamptz, uuid, integer), records_until(timestamptz, boolean, timestamptz, uuid, integer) from public;
grant execute on function records_on(timestamptz, uuid[], boolean, boolean, timestamptz, uuid, integer), records_until(timestamptz, boolean, timestamptz, uuid, integer) to wellrun_app;

-- Words that people said about a record, beside those of its title and form; `words` holds both.
alter table record_words add column said tsvector not null default '';

-- Words of records' titles, as search_words has those of elements: by their neighbours a mistyped word is found, with no index on records that an import would pay for.
create table record_title_words (
  organisation_id uuid not null default current_organisation(),
  word text collate "C" not null,
  near integer[] not null
);
create index record_title_words_word on record_title_words (organisation_id, word);
create index record_title_words_near on record_title_words using gin (near) with (gin_pending_list_limit = 256);
-- Not forced, as search_words is not: the function below reads it as the owner and filters by itself.
alter table record_title_words enable row level security;
create policy tenant on record_title_words using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()));
do $$ begin
  execute format('create policy owner on record_title_words to %I using (true) with check (true)', current_user);
end $$;
grant select, insert, update, delete on record_title_words to wellrun_app;

create function record_words_near(marks integer[]) returns table (word text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select distinct w.word from record_title_words w where w.organisation_id = current_organisation() and w.near && marks order by w.word limit 2000
$$;

-- All records whose words match, where there are not more than `most`; null where there are more: among the newest two thousand it shows how common a word is.
create function record_word_hits(query tsquery, most integer) returns uuid[]
  language plpgsql stable security definer set search_path = public, pg_temp set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
declare
  own uuid := current_organisation();
  newest integer;
  matching integer;
  hits uuid[];
begin
  select count(*), count(*) filter (where d.words @@ query) into newest, matching from (select w.words from record_words w where w.organisation_id = own order by w.id desc limit 2000) d;
  if newest < 2000 then
    return array(select w.id from record_words w where w.organisation_id = own and w.words @@ query);
  end if;
  if matching > 40 then
    return null;
  end if;
  hits := record_some_hits(query, most + 1);
  return case when cardinality(hits) > most then null else hits end;
end $$;

create function record_some_hits(query tsquery, most integer) returns uuid[]
  language plpgsql stable set search_path = public, pg_temp set enable_seqscan = off set enable_indexscan = off set plan_cache_mode = force_generic_plan as $$
declare
  own uuid := current_organisation();
begin
  -- "Not distinct" keeps the planner from reading the whole organisation's index as well.
  return array(select w.id from record_words w where w.words @@ query and w.organisation_id is not distinct from own limit most);
end $$;

revoke all on function record_words_near(integer[]), record_word_hits(tsquery, integer), record_some_hits(tsquery, integer) from public;
grant execute on function record_words_near(integer[]), record_word_hits(tsquery, integer) to wellrun_app;

-- The program makes words: of every record there is, in the background.
insert into record_words_due (organisation_id, entry_id) select distinct organisation_id, entry_id from record_events where position = 1 or type = 'comment' on conflict do nothing;
