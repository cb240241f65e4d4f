-- A matter is folded from its events by whoever shows it; the list keeps what it shows. Room on each page lets a row move on within it.
alter table matters drop column matter;
alter table matters set (fillfactor = 70);
