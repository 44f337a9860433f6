-- The demo's table of database legacy.
CREATE TABLE public.archive AS SELECT 1 AS id, 'old' AS name;
