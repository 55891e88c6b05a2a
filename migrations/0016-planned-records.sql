-- Records with a planned window stand in the calendar; the items that records are about; what each month's look for recurring records found.

alter table records add column planned_from_at timestamptz, add column planned_to_at timestamptz;
create index records_planned on records (organisation_id, planned_from_at, id) where planned_from_at is not null;
create index records_planned_service on records (organisation_id, service_id, planned_from_at, id) where planned_from_at is not null;
-- A window that lasts longer than a month began anywhere before it; there are few of them.
create index records_planned_long on records (organisation_id, planned_to_at) where planned_to_at - planned_from_at > interval '31 days';
create index records_item on records (organisation_id, configuration_item_id, opened_at, id) where configuration_item_id is not null;

-- One row for each rule of a routine and month, also where nothing was found: that somebody looked is evidence.
create table recurrence_assessments (
  organisation_id uuid not null default current_organisation(),
  id uuid not null,
  routine_id uuid not null,
  routine_version integer not null,
  rule text not null,
  -- the first day of the month that was looked at last; from_at and to_at are the whole span
  month_on date not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  -- canonical JSON: for each group what is the same, the keys of its members, and the key of the record that was raised, or joined
  found text not null,
  at timestamptz not null,
  revision integer not null,
  primary key (organisation_id, id)
);
create unique index recurrence_assessments_once on recurrence_assessments (organisation_id, routine_id, rule, month_on);

alter table recurrence_assessments enable row level security;
alter table recurrence_assessments force row level security;
create policy tenant on recurrence_assessments using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()));
do $$
begin
  execute format('create policy owner on recurrence_assessments to %I using (true) with check (true)', current_user);
  execute 'grant select, insert, update, delete on recurrence_assessments to wellrun_app';
end $$;
