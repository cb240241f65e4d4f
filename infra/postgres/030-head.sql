-- Position of the last event. Whoever appends takes this row first and holds it until the commit, so position order is
-- commit order. Room is left in the page for the versions of the row that a long-running reader keeps alive.
create table head (
  position bigint not null,
  single   boolean primary key default true check (single)
) with (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

insert into head (position) values (0);
