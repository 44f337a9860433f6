-- How many connections are left, and which standbys a COMMIT waits for. What other users' sessions are is
-- hidden from most accounts, that they are there is not.
-- Privilege: none.
SELECT current_setting('max_connections')::int8 AS most,
       CASE WHEN u.rolsuper THEN 0
            WHEN EXISTS (SELECT FROM pg_roles AS p WHERE p.rolname = 'pg_use_reserved_connections'
                         AND pg_has_role(u.oid, p.oid, 'USAGE'))
            THEN current_setting('superuser_reserved_connections')::int8
            ELSE current_setting('superuser_reserved_connections')::int8
               + coalesce(current_setting('reserved_connections', true)::int8, 0) END AS reserved,
       (SELECT count(*) FROM pg_stat_activity AS a WHERE a.usesysid IS NOT NULL AND a.datid IS NOT NULL
           AND coalesce(a.backend_type, 'client backend') = 'client backend') AS used,
       CASE WHEN u.rolsuper OR u.rolconnlimit < 0 THEN NULL ELSE u.rolconnlimit::int8 END AS role_most,
       (SELECT count(*) FROM pg_stat_activity AS a WHERE a.usesysid = u.oid) AS role_used,
       CASE WHEN u.rolsuper OR d.datconnlimit < 0 THEN NULL ELSE d.datconnlimit::int8 END AS database_most,
       (SELECT count(*) FROM pg_stat_activity AS a WHERE a.datid = d.oid AND a.usesysid IS NOT NULL) AS database_used,
       current_setting('synchronous_standby_names') AS standby_names,
       (SELECT count(*) FROM pg_stat_replication AS s WHERE s.sync_state IN ('sync', 'quorum')) AS standbys
FROM pg_roles AS u, pg_database AS d
WHERE u.rolname = session_user AND d.datname = current_database()
