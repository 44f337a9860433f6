-- What ALL TABLES and ALL SEQUENCES cover (sequences of identity columns among them), one row for
-- those of a schema that share kind, owner and ACL: the ACL is taken apart once a group, and a name is
-- sent once. Two ACLs with the same entries in another order are two rows; the planner puts them together.
-- Privilege: none.
WITH groups AS (
    -- Without ORDER BY inside: aclitem has no order, so these groups can only be hashed, and an
    -- ordered aggregate forbids that.
    SELECT c.relnamespace, c.relkind, c.relowner, c.relacl,
           pg_catalog.array_agg(c.relname::text) AS names
    FROM pg_catalog.pg_class AS c
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    GROUP BY c.relnamespace, c.relkind, c.relowner, c.relacl
)
SELECT n.nspname::text AS schema,
       g.relkind::text AS kind,
       g.relowner AS owner,
       CASE WHEN g.relacl IS NOT NULL THEN ARRAY(
           SELECT a.grantee || ' ' || a.grantor || ' ' || pg_catalog.string_agg(
               a.privilege_type || CASE WHEN a.is_grantable THEN '*' ELSE '' END, ',')
           FROM pg_catalog.aclexplode(g.relacl) AS a
           GROUP BY a.grantee, a.grantor
       ) END AS acl,
       ARRAY(SELECT u FROM pg_catalog.unnest(g.names) AS u ORDER BY u COLLATE "C") AS names
FROM groups AS g
JOIN pg_catalog.pg_namespace AS n ON n.oid = g.relnamespace
WHERE NOT pg_catalog.starts_with(n.nspname::text, 'pg_')
  AND n.nspname <> 'information_schema'
ORDER BY n.nspname::text COLLATE "C", g.relkind::text COLLATE "C", g.relowner
