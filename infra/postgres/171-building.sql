-- Where a model is built anew beside the live one, by the role that keeps it.
create schema building authorization anjuan_app;

create table building.parked (like public.parked including all);
grant select, insert, update, delete on building.parked to anjuan_app;

-- Puts what was built in the place of what is live. Only what the application may empty may it replace, so never an event.
create function put_in_place(built text[]) returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  one text;
begin
  foreach one in array built loop
    if to_regclass(format('public.%I', one)) is not null and not has_table_privilege('anjuan_app', format('public.%I', one), 'delete') then
      raise insufficient_privilege using message = format('%s is not a model: it may not be replaced', one);
    end if;
  end loop;
  -- All at once and in one order, so that two of them cannot wait for each other.
  for one in select unnest(built) order by 1 loop
    execute format('drop table if exists public.%I', one);
    execute format('alter table building.%I set schema public', one);
  end loop;
end
$$;

revoke all on function put_in_place(text[]) from public;
grant execute on function put_in_place(text[]) to anjuan_app;
