-- Columns with an ACL of their own, of the relations that ALL TABLES covers.
-- Privilege: none.
SELECT n.nspname::text AS schema,
       c.relname::text AS relation,
       t.attname::text AS column,
       ARRAY(
           SELECT a.grantee || ' ' || a.grantor || ' ' || pg_catalog.string_agg(
               a.privilege_type || CASE WHEN a.is_grantable THEN '*' ELSE '' END, ',')
           FROM pg_catalog.aclexplode(t.attacl) AS a
           GROUP BY a.grantee, a.grantor
       ) AS acl
FROM pg_catalog.pg_attribute AS t
JOIN pg_catalog.pg_class AS c ON c.oid = t.attrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE t.attacl IS NOT NULL
  AND NOT t.attisdropped
  AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
  AND NOT pg_catalog.starts_with(n.nspname::text, 'pg_')
  AND n.nspname <> 'information_schema'
ORDER BY n.nspname::text COLLATE "C", c.relname::text COLLATE "C", t.attname::text COLLATE "C"
