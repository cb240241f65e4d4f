-- The role every process of Anjuan acts as. Roles belong to the whole server: another database may have made it first,
-- or be making it at this moment.
do $$
begin
  create role anjuan_app nologin;
exception
  when duplicate_object or unique_violation then null;
end
$$;
