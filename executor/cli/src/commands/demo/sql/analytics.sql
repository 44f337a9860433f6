-- The demo's table of database analytics.
CREATE TABLE public.events AS SELECT n AS id, 0 AS seen FROM generate_series(1, 3) AS n;
