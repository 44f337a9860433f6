-- What the admin account is and can do, and whether the server can be written to.
-- Privilege: none.
SELECT pg_catalog.current_setting('server_version') AS server_version,
       r.rolsuper AS superuser,
       r.rolcreaterole AS createrole,
       pg_catalog.pg_is_in_recovery() AS in_recovery
FROM pg_catalog.pg_roles AS r
WHERE r.rolname = current_user
