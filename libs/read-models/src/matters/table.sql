-- One row a stream: what lists show of it, and how far that has come. Dates are civil dates in text, so that no driver and no session moves them by a time zone.
create table matters (
  stream          text collate "C" not null,
  process         text collate "C" not null,
  correlation     text collate "C" not null,
  stage           text collate "C" not null,
  office          text collate "C",
  source          text collate "C",
  number          text collate "C",
  title           text collate "C",
  opened_on       text collate "C" not null,
  due             text collate "C",
  due_provisional boolean,
  revision        int not null,
  position        bigint not null
) with (fillfactor = 70);

alter table matters add primary key (stream);

create index matters_correlation on matters (correlation, opened_on, stream);

-- The filters that are offered go together as they like: each such list has its index, in its order, so that no page is sorted.
create index matters_opened on matters (process, opened_on, stream);
create index matters_stage on matters (process, stage, opened_on, stream);
create index matters_office on matters (process, office, opened_on, stream);
create index matters_source on matters (process, source, opened_on, stream) where source is not null;
create index matters_stage_office on matters (process, stage, office, opened_on, stream);
create index matters_stage_source on matters (process, stage, source, opened_on, stream) where source is not null;
create index matters_office_source on matters (process, office, source, opened_on, stream) where source is not null;
create index matters_stage_office_source on matters (process, stage, office, source, opened_on, stream) where source is not null;

-- The same for what is due, the soonest first. What is closed is not among them.
create index matters_due on matters (process, due, stream) where due is not null;
create index matters_due_stage on matters (process, stage, due, stream) where due is not null;
create index matters_due_office on matters (process, office, due, stream) where due is not null;
create index matters_due_source on matters (process, source, due, stream) where due is not null and source is not null;
create index matters_due_stage_office on matters (process, stage, office, due, stream) where due is not null;
create index matters_due_stage_source on matters (process, stage, source, due, stream) where due is not null and source is not null;
create index matters_due_office_source on matters (process, office, source, due, stream) where due is not null and source is not null;
create index matters_due_stage_office_source on matters (process, stage, office, source, due, stream) where due is not null and source is not null;
