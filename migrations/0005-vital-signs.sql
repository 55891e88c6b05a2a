-- How many elements showed each vital sign at the end of each day: a projection, made anew from the definitions whenever it is missing.

create table vital_sign_days (
  organisation_id uuid not null default current_organisation(),
  day date not null,
  rules integer not null,
  counts text not null,
  primary key (organisation_id, day)
);

alter table vital_sign_days enable row level security;
alter table vital_sign_days force row level security;
create policy tenant on vital_sign_days using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()));
do $$ begin execute format('create policy owner on vital_sign_days to %I using (true) with check (true)', current_user); end $$;
grant select, insert, update, delete on vital_sign_days to wellrun_app;
