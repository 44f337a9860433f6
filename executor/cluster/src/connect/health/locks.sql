-- Whom an apply would wait for now: an apply's own lock ($1 is its first key), locks on tables that come with
-- a change of their row in pg_class, and any that keep catalogs from being changed. In other databases than
-- this one a relation's name is not known. What others do is hidden from most accounts.
-- Privilege: none; pg_read_all_stats to see who and what.
SELECT l.pid AS pid,
       max(d.datname)::text AS database,
       max(a.usename)::text AS "user",
       coalesce(max(a.application_name), '')::text AS application,
       coalesce(max(a.query), '')::text AS query,
       to_char(timezone('UTC', max(coalesce(a.xact_start, a.backend_start))), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS since,
       bool_or(l.locktype = 'advisory') AS is_apply,
       bool_and(NOT l.granted) AS waits,
       (array_agg(DISTINCT CASE
           WHEN l.locktype = 'advisory' THEN 'the lock of an apply'
           WHEN n.nspname IS NOT NULL THEN l.mode || ' on ' || quote_ident(n.nspname) || '.' || quote_ident(c.relname)
           ELSE l.mode || ' on a ' || CASE l.locktype WHEN 'relation' THEN 'relation' ELSE 'shared object' END END))[1:5] AS held
FROM pg_locks AS l
LEFT JOIN pg_database AS d ON d.oid = l.database
LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
LEFT JOIN pg_database AS here ON here.datname = current_database()
LEFT JOIN pg_class AS c ON l.locktype = 'relation' AND c.oid = l.relation AND l.database IN (0, here.oid)
LEFT JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE l.pid IS DISTINCT FROM pg_backend_pid()
  AND coalesce(c.relpersistence, 'p') <> 't'
  -- A table that is being created is nobody's yet.
  AND (l.locktype <> 'relation' OR l.database NOT IN (0, here.oid) OR c.oid IS NOT NULL)
  AND CASE l.locktype
      WHEN 'advisory' THEN l.granted AND l.classid::int8 = $1::int8 AND l.objsubid = 2 AND l.database = here.oid
      WHEN 'relation' THEN l.mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
      WHEN 'object' THEN l.mode = 'AccessExclusiveLock' AND l.database = 0
      ELSE false END
GROUP BY l.pid, l.virtualtransaction
ORDER BY since, l.pid
LIMIT 20
