-- Every process table that ever wrote here, by the hash that its events name: canonical JSON, byte for byte what was hashed.
create table bundles (
  hash       text collate "C" primary key,
  process    text collate "C" not null,
  release    int not null,
  first_seen timestamptz not null default now(),
  text       text collate "C" not null,
  constraint bundles_hash check (hash = encode(sha256(convert_to(text, 'UTF8')), 'hex'))
);

-- The newest release of the program that was started on this store. An older one finds no head row to take, so that from
-- the moment a newer one is known here nothing is appended by another's rules.
alter table head add column release int not null default 0;

grant select, insert on bundles to anjuan_app;
grant update (release) on head to anjuan_app;
