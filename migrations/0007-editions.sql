-- Editions: the A3 of an instant, frozen. The page names people by id; their names stand in the PDF alone, which can be taken away.

create table editions (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  key text not null,
  key_number integer not null,
  title text not null,
  note text,
  as_of date not null,
  moment_at timestamptz not null,
  published_at timestamptz not null,
  published_by text not null,
  role text not null,
  model integer not null,
  page text not null,
  page_hash text not null,
  pdf_hash text not null,
  ledger_size bigint not null,
  ledger_root text,
  people uuid[] not null,
  revision integer not null,
  primary key (organisation_id, id)
);
create unique index editions_number on editions (organisation_id, key_number);
create unique index editions_key on editions (organisation_id, key);

-- The file as it was typeset. It goes when somebody whom it names is erased; the hash of it stays with the edition.
create table edition_papers (
  organisation_id uuid not null default current_organisation(),
  edition_id uuid not null,
  pdf bytea not null,
  primary key (organisation_id, edition_id)
);
-- A PDF is compressed already.
alter table edition_papers alter column pdf set storage external;

create trigger editions_append_only before update or delete on editions for each row execute function refuse_change();
create trigger editions_no_truncate before truncate on editions for each statement execute function refuse_change();
create trigger edition_papers_append_only before update on edition_papers for each row execute function refuse_change();
create trigger edition_papers_no_truncate before truncate on edition_papers for each statement execute function refuse_change();

do $$
declare
  name text;
begin
  foreach name in array array['editions', 'edition_papers'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy tenant on %I using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()))', name);
    execute format('create policy owner on %I to %I using (true) with check (true)', name, current_user);
    execute format('grant select, insert, update, delete on %I to wellrun_app', name);
  end loop;
end $$;
