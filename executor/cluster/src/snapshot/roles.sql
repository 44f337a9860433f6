-- Every role with its attributes. No password: pg_roles masks it, and it is not asked for.
-- Privilege: none (pg_roles is readable by everybody; pg_authid is not).
SELECT r.oid AS oid,
       r.rolname::text AS name,
       r.rolsuper AS superuser,
       r.rolinherit AS inherit,
       r.rolcreaterole AS createrole,
       r.rolcreatedb AS createdb,
       r.rolcanlogin AS login,
       r.rolreplication AS replication,
       r.rolbypassrls AS bypassrls,
       nullif(r.rolconnlimit, -1) AS connection_limit,
       -- RFC 3339 in UTC; the fraction only where there is one.
       CASE
           WHEN NOT pg_catalog.isfinite(r.rolvaliduntil) THEN r.rolvaliduntil::text
           ELSE pg_catalog.regexp_replace(
               pg_catalog.to_char(
                   pg_catalog.timezone('UTC', r.rolvaliduntil), 'YYYY-MM-DD"T"HH24:MI:SS.US'),
               '\.?0+$', '') || 'Z'
       END AS valid_until,
       -- As the server judges a password.
       coalesce(r.rolvaliduntil < pg_catalog.clock_timestamp(), false) AS expired
FROM pg_catalog.pg_roles AS r
ORDER BY r.rolname::text COLLATE "C"
