-- The current database's owner and ACL as this transaction sees them.
-- Privilege: none.
SELECT d.datdba AS owner,
       CASE WHEN d.datacl IS NOT NULL THEN ARRAY(
           SELECT a.grantee || ' ' || a.grantor || ' ' || pg_catalog.string_agg(
               a.privilege_type || CASE WHEN a.is_grantable THEN '*' ELSE '' END, ',')
           FROM pg_catalog.aclexplode(d.datacl) AS a
           GROUP BY a.grantee, a.grantor
       ) END AS acl
FROM pg_catalog.pg_database AS d
WHERE d.datname = pg_catalog.current_database()
