-- The demo's tables of database app.
CREATE TABLE public.customers AS SELECT n AS id, 'customers ' || n AS name FROM generate_series(1, 3) AS n;
CREATE TABLE public.invoices AS SELECT n AS id, 'invoices ' || n AS name FROM generate_series(1, 3) AS n;
CREATE TABLE public.orders AS SELECT n AS id, 'orders ' || n AS name FROM generate_series(1, 3) AS n;
CREATE TABLE public.products AS SELECT n AS id, 'products ' || n AS name FROM generate_series(1, 3) AS n;
