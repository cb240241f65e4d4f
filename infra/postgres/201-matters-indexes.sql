-- The list of an office whose rows were never built anew has the indexes of one whose rows were (matters/table.sql).
drop index if exists matters_source;
create index matters_source on matters (process, source, opened_on, stream) where source is not null;

create index if not exists matters_stage_office on matters (process, stage, office, opened_on, stream);
create index if not exists matters_stage_source on matters (process, stage, source, opened_on, stream) where source is not null;
create index if not exists matters_office_source on matters (process, office, source, opened_on, stream) where source is not null;
create index if not exists matters_stage_office_source on matters (process, stage, office, source, opened_on, stream) where source is not null;

create index if not exists matters_due_stage on matters (process, stage, due, stream) where due is not null;
create index if not exists matters_due_office on matters (process, office, due, stream) where due is not null;
create index if not exists matters_due_source on matters (process, source, due, stream) where due is not null and source is not null;
create index if not exists matters_due_stage_office on matters (process, stage, office, due, stream) where due is not null;
create index if not exists matters_due_stage_source on matters (process, stage, source, due, stream) where due is not null and source is not null;
create index if not exists matters_due_office_source on matters (process, office, source, due, stream) where due is not null and source is not null;
create index if not exists matters_due_stage_office_source on matters (process, stage, office, source, due, stream) where due is not null and source is not null;
