-- History is append-only because nothing else is allowed.
grant select, insert on events to anjuan_app;
grant select on head to anjuan_app;
grant update (position) on head to anjuan_app;
