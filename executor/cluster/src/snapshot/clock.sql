-- The server's clock, in UTC: what a plan's expiry is compared with.
SELECT pg_catalog.to_char(
    pg_catalog.timezone('UTC', pg_catalog.clock_timestamp()), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS now
