-- One command opens one stream: the same intake sent again with another number must not become a second matter.
create unique index events_opening on events (command) where revision = 1;
