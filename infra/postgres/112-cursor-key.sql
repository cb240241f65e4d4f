-- Page cursors are signed with it, so that any API process takes another's and nobody makes his own.
create table cursor_key (
  key    text not null,
  single boolean primary key default true check (single)
);

insert into cursor_key (key) values (gen_random_uuid()::text || gen_random_uuid()::text);

grant select on cursor_key to anjuan_app;
