-- Position of the last event. Whoever appends takes this row first and holds it until the commit, so position order is
-- commit order. While a transaction elsewhere stays open the row's old versions pile up; they are vacuumed soon after.
create table head (
  position bigint not null,
  single   boolean primary key default true check (single)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

insert into head (position) values (0);
