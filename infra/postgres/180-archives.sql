-- Closed histories whose texts lie in files. The guards of order and repetition stay in the table.
create table archives (
  segment     int primary key,
  sha256      text collate "C" not null,
  events      int not null,
  archived_at timestamptz not null default now()
);
grant select on archives to anjuan_app;

alter table events add column archived int;
alter table events alter data drop not null, alter envelope drop not null;
alter table events add constraint events_text_or_segment check ((data is null) = (archived is not null) and (envelope is null) = (archived is not null));
