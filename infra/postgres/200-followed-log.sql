-- The last event that a follower of rows has passed: the first one after that position. A store that holds another there
-- is not the one that these rows were worked out from.
alter table checkpoints
  add column after bigint,
  add column event text collate "C";
