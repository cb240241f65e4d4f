-- A follower's streams may be dealt out to several processes: a checkpoint for each part, of so many `partitions`.
-- `built` counts how often its rows were put in the place of others: whoever remembers rows of before forgets them.
alter table checkpoints
  add column partition  int not null default 0 check (partition >= 0),
  add column partitions int not null default 1 check (partitions > partition),
  add column built      int not null default 0,
  drop constraint checkpoints_pkey,
  add primary key (follower, partition);

grant delete on checkpoints to anjuan_app;
