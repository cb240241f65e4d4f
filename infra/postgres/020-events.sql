-- The only truth. Text is compared byte by byte: stream ids that look alike are different streams. json, not jsonb:
-- what was recorded is given back as it was written.
create table events (
  position    bigint primary key,
  stream      text collate "C" not null,
  revision    int not null,
  command     text collate "C" not null,
  n           int not null,
  body        text collate "C" not null,
  id          uuid not null,
  process     text collate "C" not null,
  type        text collate "C" not null,
  "row"       text collate "C",
  schema      int not null,
  correlation text collate "C" not null,
  occurred_at text collate "C" not null,
  recorded_at text collate "C" not null,
  data        json not null,
  envelope    json not null,
  constraint events_stream_revision unique (stream, revision),
  constraint events_stream_command unique (stream, command, n)
);
