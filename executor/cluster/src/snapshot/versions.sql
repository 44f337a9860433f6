-- The versions of all rows that the queries of a database read, those of pg_attribute aside, as one value:
-- where two readings of it are the same, so is everything that was read between them. A row's version is
-- the transaction that wrote it: whatever changes, is added or goes leaves another number of rows, or a
-- row of a transaction that was not among them. Roles are not looked at: what is read of a database has
-- their OIDs.
-- Privilege: none.
WITH versions AS (
    -- Relations and sequences.
    SELECT c.oid::pg_catalog.int8 AS part, c.xmin::text AS version
    FROM pg_catalog.pg_class AS c
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    UNION ALL
    SELECT n.oid::pg_catalog.int8, n.xmin::text
    FROM pg_catalog.pg_namespace AS n
    UNION ALL
    -- What a default calls is noted when it is made, and stays with it.
    SELECT e.oid::pg_catalog.int8, e.xmin::text
    FROM pg_catalog.pg_attrdef AS e
    UNION ALL
    SELECT y.oid::pg_catalog.int8, y.xmin::text
    FROM pg_catalog.pg_type AS y
    WHERE y.typtype = 'd' AND y.typdefaultbin IS NOT NULL
    UNION ALL
    SELECT d.oid::pg_catalog.int8, d.xmin::text
    FROM pg_catalog.pg_database AS d
    WHERE d.datname = pg_catalog.current_database()
)
SELECT pg_catalog.count(*)::text || ' '
       || pg_catalog.sum(pg_catalog.hashtextextended(v.version, v.part))::text AS versions
FROM versions AS v
