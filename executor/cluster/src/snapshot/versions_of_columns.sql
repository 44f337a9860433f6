-- The versions of the rows of pg_attribute that the queries of a database read (see versions.sql): of
-- columns with an ACL, or a default: their own, or their domain's. columns.sql has the same value.
-- Privilege: none.
SELECT pg_catalog.count(*)::text || ' ' || coalesce(pg_catalog.sum(
           pg_catalog.hashtextextended(a.xmin::text, a.attrelid::pg_catalog.int8)), 0)::text AS versions
FROM pg_catalog.pg_attribute AS a
WHERE a.attacl IS NOT NULL
   OR a.atthasdef
   OR a.atttypid IN (
       SELECT y.oid
       FROM pg_catalog.pg_type AS y
       WHERE y.typtype = 'd' AND y.typdefaultbin IS NOT NULL)
