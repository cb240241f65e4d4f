-- One row a clock that has started and not stopped. `due` is null while it is suspended: the end then moves every day.
create table running_clocks (
  stream      text collate "C" not null,
  key         text collate "C" not null,
  clock       text collate "C" not null,
  lane        text collate "C",
  label_zh    text collate "C" not null,
  label_en    text collate "C" not null,
  force       text collate "C" not null,
  start       text collate "C" not null,
  due         text collate "C",
  provisional boolean not null,
  extensions  int not null
);

alter table running_clocks add primary key (stream, key);

create index running_clocks_due on running_clocks (due, stream, key) where due is not null;
