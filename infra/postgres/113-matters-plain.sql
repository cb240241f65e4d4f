-- A matter is written again with every event and read a page at a time: packing it costs the server more than the room.
alter table matters alter column matter set storage external;
