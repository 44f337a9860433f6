-- Columns with an ACL of their own, of the relations that ALL TABLES covers; and in one more row, without
-- a schema, the versions of all rows of pg_attribute that any query here reads, as in
-- versions_of_columns.sql: going through pg_attribute takes longer than all else.
-- Privilege: none.
WITH attributes AS MATERIALIZED (
    -- With an ACL, or a default: their own, or their domain's.
    SELECT a.attrelid, a.attname, a.attacl, a.attisdropped, a.xmin::text AS version
    FROM pg_catalog.pg_attribute AS a
    WHERE a.attacl IS NOT NULL
       OR a.atthasdef
       OR a.atttypid IN (
           SELECT y.oid
           FROM pg_catalog.pg_type AS y
           WHERE y.typtype = 'd' AND y.typdefaultbin IS NOT NULL)
)
SELECT r.*
FROM (
    SELECT n.nspname::text AS schema,
           c.relname::text AS relation,
           t.attname::text AS column,
           ARRAY(
               SELECT a.grantee || ' ' || a.grantor || ' ' || pg_catalog.string_agg(
                   a.privilege_type || CASE WHEN a.is_grantable THEN '*' ELSE '' END, ',')
               FROM pg_catalog.aclexplode(t.attacl) AS a
               GROUP BY a.grantee, a.grantor
           ) AS acl,
           NULL AS versions
    FROM attributes AS t
    JOIN pg_catalog.pg_class AS c ON c.oid = t.attrelid
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE t.attacl IS NOT NULL
      AND NOT t.attisdropped
      AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      AND NOT pg_catalog.starts_with(n.nspname::text, 'pg_')
      AND n.nspname <> 'information_schema'
    UNION ALL
    SELECT NULL, NULL, NULL, NULL,
           pg_catalog.count(*)::text || ' ' || coalesce(pg_catalog.sum(
               pg_catalog.hashtextextended(t.version, t.attrelid::pg_catalog.int8)), 0)::text
    FROM attributes AS t
) AS r
ORDER BY r.schema COLLATE "C", r.relation COLLATE "C", r.column COLLATE "C"
