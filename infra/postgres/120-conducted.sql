-- What the conductor told Temporal, one row a stream. `key` says what a workflow must know now, `sent_key` what it was
-- told last; null: nothing yet, so that the row is sent again as soon as it is open. Set back by `rebuild workflows`.
create table conducted (
  stream      text collate "C" primary key,
  process     text collate "C" not null,
  correlation text collate "C" not null,
  revision    int not null,
  position    bigint not null,
  stage       text collate "C" not null,
  open        boolean not null,
  custody     boolean not null,
  next_at     timestamptz,
  situation   json not null,
  key         text collate "C" not null,
  sent_key    text collate "C"
) with (fillfactor = 70);

-- A stream that came to rest before any workflow was started for it needs none.
create index conducted_pending on conducted (custody desc, next_at)
  where key is distinct from sent_key and (open or sent_key is not null);

grant select, insert, update, delete on conducted to anjuan_app;
