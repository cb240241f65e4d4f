-- The list of all that is stuck, whatever the cause, in its order.
create index stuck_since on stuck (since, stream, about, cause) where healed_at is null;
