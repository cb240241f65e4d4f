-- What each matter adds to the figures: the list behind every number. `until_day` ends an `open` mark; no source, stage or person is ''.
create table figure_marks (
  stream    text collate "C" not null,
  figure    text collate "C" not null,
  on_day    text collate "C" not null,
  until_day text collate "C",
  by        text collate "C" not null,
  person    text collate "C" not null,
  n         int not null,
  fen       bigint not null
) with (fillfactor = 85);

alter table figure_marks add primary key (stream, figure, on_day, by, person);

create index figure_marks_behind on figure_marks (figure, on_day, stream, by, person);

-- The same summed by day, so that a period is a few thousand rows however many matters there are. An `open` mark ends as -1.
create table figure_days (
  figure text collate "C" not null,
  by     text collate "C" not null,
  day    text collate "C" not null,
  n      bigint not null,
  fen    bigint not null
) with (fillfactor = 50);

alter table figure_days add primary key (figure, by, day);

create index figure_days_day on figure_days (day);

-- Who was sanctioned again, in another case or later in the same: on that day, and the time before. Two that lie in one period are one person there.
create table figure_again (
  person text collate "C" not null,
  day    text collate "C" not null,
  before text collate "C" not null
);

create index figure_again_person on figure_again (person);
create index figure_again_day on figure_again (day, before);
create index figure_marks_person on figure_marks (person, on_day) where figure = 'sanctionedPersons';
