-- How many records a routine took in on a day that is over, counted once in the background; null: not counted yet, or no longer true.
alter table operated_days add column opened integer;
