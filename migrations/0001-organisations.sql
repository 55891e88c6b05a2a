-- Tenancy, people and access. Every table but identity.*, pgboss.* and migrations carries organisation_id and forced
-- row-level security. The application works as wellrun_app, which can neither bypass it nor own a table.

create schema identity;

create function current_organisation() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.organisation_id', true), '')::uuid $$;

create table organisations (
  organisation_id uuid primary key default current_organisation(),
  key text not null unique,
  name text not null,
  time_zone text not null,
  simulated boolean not null default false,
  founded_at timestamptz not null,
  live_at timestamptz,
  single_handed_by uuid,
  baseline text,
  revision integer not null
);

create table people (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  name text,
  email text,
  salt text,
  sort_key text not null default '',
  external_key text,
  from_on date,
  to_on date,
  revision integer not null,
  primary key (organisation_id, id)
);
create unique index people_email on people (organisation_id, email);
create unique index people_external on people (organisation_id, external_key);
create index people_sort on people (organisation_id, sort_key, id);

create table row_versions (
  organisation_id uuid not null default current_organisation(),
  subject text not null,
  subject_id uuid not null,
  revision integer not null,
  content text not null,
  hash bytea not null,
  entry_id uuid not null,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null default 'infinity',
  primary key (organisation_id, subject, subject_id, revision)
);
create index row_versions_as_of on row_versions (organisation_id, subject, superseded_at, recorded_at);
create index row_versions_entry on row_versions (organisation_id, entry_id);

create table holders (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  role_id uuid not null,
  person_id uuid not null,
  element_id uuid,
  deputy boolean not null default false,
  from_on date not null,
  to_on date,
  accepted_at timestamptz,
  appointed_by uuid,
  reason text,
  revision integer not null,
  primary key (organisation_id, id)
);
create index holders_person on holders (organisation_id, person_id);
create index holders_role on holders (organisation_id, role_id);

create table instructions (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  routine_id uuid not null,
  step text not null,
  unit_id uuid,
  content text not null,
  revision integer not null,
  primary key (organisation_id, id),
  unique nulls not distinct (organisation_id, routine_id, step, unit_id)
);

create table access_grants (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  person_id uuid not null,
  kind text not null check (kind in ('founder', 'administrator', 'auditor')),
  expires_at timestamptz,
  revision integer not null,
  ended boolean not null default false,
  primary key (organisation_id, id)
);
create index access_grants_person on access_grants (organisation_id, person_id);

create table api_tokens (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  person_id uuid not null,
  name text not null,
  prefix text not null,
  hash bytea not null,
  scopes text[] not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null,
  revision integer not null,
  primary key (organisation_id, id)
);
create unique index api_tokens_hash on api_tokens (hash);

create table invitations (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  person_id uuid not null,
  hash bytea not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  revision integer not null,
  primary key (organisation_id, id)
);
create unique index invitations_hash on invitations (hash);

create table mappings (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  name text not null,
  content text not null,
  revision integer not null,
  primary key (organisation_id, id),
  unique (organisation_id, name)
);

create table idempotency (
  organisation_id uuid not null default current_organisation(),
  actor_id text not null,
  key text not null,
  action text not null,
  request_hash bytea not null,
  response text not null,
  created_at timestamptz not null,
  primary key (organisation_id, actor_id, key)
);
create index idempotency_age on idempotency (organisation_id, created_at);

create table denials (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  at timestamptz not null,
  actor text not null,
  action text not null,
  subject text,
  reason text not null,
  primary key (organisation_id, id)
);

-- Sign-in: global accounts. The tables of the sign-in library are in 0004.
create table identity.membership (
  organisation_id uuid not null references organisations,
  account_id text not null,
  person_id uuid not null,
  primary key (organisation_id, account_id),
  unique (organisation_id, person_id)
);
create index membership_account on identity.membership (account_id);

grant usage on schema identity to wellrun_app;
grant select, insert, delete on identity.membership to wellrun_app;

create table identity.event (
  id uuid primary key,
  at timestamptz not null,
  account_id text,
  kind text not null,
  ip text,
  detail text
);
create index event_at on identity.event (at);
