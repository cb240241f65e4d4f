-- One row a stream, folded. Dates are civil dates in text, so that no driver and no session moves them by a time zone.
-- json, not jsonb: only read whole, and cheaper to write.
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
  position        bigint not null,
  matter          json not null
);

-- A matter is written again with every event and read a page at a time: packing it costs the server more than the room.
alter table matters alter matter set storage external;

alter table matters add primary key (stream);

-- An index for every filter that is offered, each in the order of the list it serves.
create index matters_opened on matters (process, opened_on, stream);
create index matters_stage on matters (process, stage, opened_on, stream);
create index matters_office on matters (process, office, opened_on, stream);
create index matters_source on matters (process, source, opened_on, stream);
create index matters_due on matters (process, due, stream) where due is not null;
create index matters_correlation on matters (correlation, opened_on, stream);
