-- Every schema that is not PostgreSQL's own.
-- Privilege: none.
SELECT n.nspname::text AS name,
       n.nspowner AS owner,
       CASE WHEN n.nspacl IS NOT NULL THEN ARRAY(
           SELECT a.grantee || ' ' || a.grantor || ' ' || pg_catalog.string_agg(
               a.privilege_type || CASE WHEN a.is_grantable THEN '*' ELSE '' END, ',')
           FROM pg_catalog.aclexplode(n.nspacl) AS a
           GROUP BY a.grantee, a.grantor
       ) END AS acl
FROM pg_catalog.pg_namespace AS n
WHERE NOT pg_catalog.starts_with(n.nspname::text, 'pg_')
  AND n.nspname <> 'information_schema'
ORDER BY n.nspname::text COLLATE "C"
