-- What the brokers have acknowledged, by partition: an offset they must still hold. A topic that ends before it was lost or put back.
create table published (
  topic     text collate "C" not null,
  partition int not null,
  at        bigint not null check (at >= 0),
  primary key (topic, partition)
) with (fillfactor = 10);

grant select, insert, update, delete on published to anjuan_app;
