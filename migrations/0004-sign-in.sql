-- Sign-in: accounts are global, so these tables carry no organisation and are exempt from row-level security by name.
-- Only the owner's connections read them; wellrun_app is granted nothing here.

create table identity.account (
  id text primary key,
  email text not null unique check (email = lower(email)),
  email_verified boolean not null default false,
  name text not null,
  image text,
  two_factor boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- How an account proves itself: a password (scrypt) now, an outside provider later.
create table identity.credential (
  id text primary key,
  account_id text not null references identity.account on delete cascade,
  provider text not null,
  provider_account text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider, provider_account)
);
create index credential_account on identity.credential (account_id);

create table identity.session (
  id text primary key,
  token text not null unique,
  account_id text not null references identity.account on delete cascade,
  ip text,
  agent text,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index session_account on identity.session (account_id);
create index session_expiry on identity.session (expires_at);

-- What was handed out once and is expected back once: second-factor challenges and reset links; identifiers are hashed.
create table identity.verification (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verification_identifier on identity.verification (identifier);
create index verification_expiry on identity.verification (expires_at);

create table identity.two_factor (
  id text primary key,
  account_id text not null unique references identity.account on delete cascade,
  secret text not null,
  backup_codes text not null,
  verified boolean not null default true,
  failed_count integer not null default 0,
  locked_until timestamptz
);

-- Attempts counted in a window, shared by every node.
create table identity.attempt (
  key text primary key,
  count integer not null,
  ends_at timestamptz not null
);
create index attempt_ends on identity.attempt (ends_at);

alter table identity.membership add constraint membership_account_known foreign key (account_id) references identity.account;

create index event_account on identity.event (account_id, at);
create trigger event_unchanged before update on identity.event for each row execute function refuse_change();

-- The application joins people to accounts within its own organisation only; the owner, who finds sessions, is not bound.
alter table identity.membership enable row level security;
create policy tenant on identity.membership
  using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()));
