-- How far each follower has come. The row moves in the transaction of what it did, and who moves it holds it.
-- `basis` says by which rules (policy, calendar, shape) the rows were worked out; others mean they are built anew.
create table checkpoints (
  follower text collate "C" primary key,
  position bigint not null check (position >= 0),
  basis    text collate "C" not null default '',
  moved_at timestamptz not null default now()
) with (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- Streams with an event that this follower could not read or apply: left alone from `position` on, the others go on.
-- `retry` is the request to try again; the follower itself grants it, so that nobody writes beside it.
create table parked (
  follower text collate "C" not null,
  stream   text collate "C" not null,
  position bigint not null,
  cause    text not null,
  since    timestamptz not null default now(),
  retry    boolean not null default false,
  primary key (follower, stream)
);

grant select, insert, update on checkpoints to anjuan_app;
grant select, insert, update, delete on parked to anjuan_app;
