-- Proposals that carry their own drafts, gather agreement, are talked about; and frozen baselines of the whole system.

-- Columns that came later may be null: rows made before are hashed without them.
alter table proposals
  add column author_person uuid,
  add column reason text,
  add column effective_on date,
  add column hashes text,
  add column decided_by text,
  add column decision text,
  add column reopens uuid;
create index proposals_open_elements on proposals using gin (elements) where state = 'open';

-- What a proposal would put in force of an element that is in force already. What never was in force keeps its one draft at the element.
create table proposal_drafts (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  proposal_id uuid not null,
  element_id uuid not null,
  content text not null,
  writers uuid[] not null,
  changed_at timestamptz not null,
  revision integer not null,
  primary key (organisation_id, id),
  unique (organisation_id, proposal_id, element_id)
);

create table proposal_agreements (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  proposal_id uuid not null,
  person_id uuid,
  actor text not null,
  role text not null,
  elements uuid[] not null,
  matter text not null,
  reason text,
  at timestamptz not null,
  revision integer not null,
  primary key (organisation_id, id)
);
create index proposal_agreements_proposal on proposal_agreements (organisation_id, proposal_id, id);

create table proposal_comments (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  proposal_id uuid not null,
  person_id uuid not null,
  text text not null,
  at timestamptz not null,
  revision integer not null,
  primary key (organisation_id, id)
);
create index proposal_comments_proposal on proposal_comments (organisation_id, proposal_id, id);

create table baselines (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  occasion text not null,
  at timestamptz not null,
  hash text not null,
  accepted_by uuid,
  single_handed_by uuid,
  missing text not null,
  approvers text not null,
  revision integer not null,
  primary key (organisation_id, id)
);
create index baselines_at on baselines (organisation_id, at);

do $$
declare
  name text;
begin
  foreach name in array array['proposal_agreements', 'proposal_comments', 'baselines'] loop
    execute format('create trigger %I before update or delete on %I for each row execute function refuse_change()', name || '_append_only', name);
    execute format('create trigger %I before truncate on %I for each statement execute function refuse_change()', name || '_no_truncate', name);
  end loop;
  foreach name in array array['proposal_drafts', 'proposal_agreements', 'proposal_comments', 'baselines'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy tenant on %I using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()))', name);
    execute format('create policy owner on %I to %I using (true) with check (true)', name, current_user);
    execute format('grant select, insert, update, delete on %I to wellrun_app', name);
  end loop;
end $$;
