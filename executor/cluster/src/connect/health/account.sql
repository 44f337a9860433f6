-- Who the admin account is and what it may do; what the server is; whom we speak TLS with.
-- Privilege: none.
SELECT current_setting('server_version') AS server_version,
       pg_is_in_recovery() AS in_recovery,
       r.rolsuper AS superuser,
       r.rolcreaterole AS createrole,
       current_setting('createrole_self_grant', true) AS self_grant,
       pg_has_role(r.oid, 'pg_signal_backend', 'USAGE') AS signals,
       pg_has_role(r.oid, 'pg_read_all_stats', 'USAGE') AS sees_activity,
       has_column_privilege(r.oid, 'pg_catalog.pg_authid'::regclass, 'rolpassword', 'SELECT') AS reads_verifiers,
       -- From 16 on CREATEROLE changes only roles that it has ADMIN OPTION for. Names alone: the list may be long.
       CASE WHEN r.rolsuper OR current_setting('server_version_num')::int4 < 160000 THEN ARRAY[]::text[]
            ELSE ARRAY(SELECT o.rolname::text FROM pg_roles AS o
                       WHERE NOT pg_has_role(r.oid, o.oid, 'MEMBER WITH ADMIN OPTION') AND o.oid <> r.oid
                       ORDER BY 1) END AS not_administered,
       s.version AS tls_version,
       s.cipher AS tls_cipher
FROM pg_roles AS r
LEFT JOIN pg_stat_ssl AS s ON s.pid = pg_backend_pid()
WHERE r.rolname = current_user
