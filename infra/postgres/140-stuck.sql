-- What does not move, and why: one row a thing that is stuck. Kept by the follower, partly from events, partly by looking.
-- Instants are text, as events have them. `sign_at` is the last sign of it that was seen. What is healed stays for a day.
create table stuck (
  cause     text collate "C" not null,
  stream    text collate "C" not null,
  about     text collate "C" not null,
  since     text collate "C" not null,
  sign_at   text collate "C" not null,
  detail    jsonb not null,
  healed_at text collate "C",
  primary key (stream, cause, about)
);

create index stuck_open on stuck (cause, since, stream, about) where healed_at is null;
create index stuck_healed on stuck (healed_at, stream, cause, about) where healed_at is not null;

-- What operators did about it: each an event on its stream, carried out by the follower and judged when it has looked again.
create table interventions (
  stream         text collate "C" not null,
  revision       int not null,
  kind           text collate "C" not null,
  cause          text collate "C" not null,
  about          text collate "C" not null,
  reason         text not null,
  person         text not null,
  at             text collate "C" not null,
  carried_out_at text collate "C",
  next_event     int,
  outcome        text collate "C",
  primary key (stream, revision)
);

create index interventions_open on interventions (stream, revision) where outcome is null;

-- Who was seen acting or signing in which post: all that is known of it until there are accounts.
create table post_holders (
  post   text collate "C" not null,
  office text collate "C" not null,
  person text collate "C" not null,
  primary key (post, office, person)
);

-- When the follower looked last, whether somebody asked it to look now, and since when a part it asks has been away.
create table looks (
  asked         boolean not null default false,
  looked_at     text collate "C",
  temporal_away text collate "C",
  workers_away  text collate "C",
  single        boolean primary key default true check (single)
);
insert into looks default values;

-- What makes an open stream suspect: it owes something, or its next instant has passed.
create index conducted_owing on conducted (stream) where open and json_array_length(situation -> 'owed') > 0;
create index conducted_next on conducted (next_at) where open;

grant select, insert, update, delete on stuck, interventions, post_holders to anjuan_app;
grant select, update on looks to anjuan_app;
