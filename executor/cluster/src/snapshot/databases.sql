-- Every database: owner, ACL, flags, and the roles that own or hold something in it; of these the roles
-- named $1, or all where that is NULL.
-- Privilege: none (pg_shdepend is readable by everybody).
WITH dependents AS MATERIALIZED (
    -- One pass over pg_shdepend for all databases, and all roles where they are not named: it can hold
    -- millions of rows, and an index of it leads to refobjid only. o: owner, a: named in an ACL, i: named in an initial ACL (17+).
    -- The bootstrap superuser and the predefined roles are pinned: they have no such rows.
    SELECT p.dbid, pg_catalog.array_agg(p.refobjid) AS roles
    FROM (
        SELECT DISTINCT s.dbid, s.refobjid
        FROM pg_catalog.pg_shdepend AS s
        WHERE s.refclassid = 'pg_catalog.pg_authid'::regclass
          AND s.dbid <> 0
          AND s.deptype IN ('o', 'a', 'i')
          AND ($1 IS NULL
               OR s.refobjid = ANY (ARRAY(
                   SELECT r.oid FROM pg_catalog.pg_roles AS r WHERE r.rolname = ANY ($1))))
    ) AS p
    GROUP BY p.dbid
)
SELECT d.datname::text AS name,
       d.datdba AS owner,
       CASE WHEN d.datacl IS NOT NULL THEN ARRAY(
           SELECT a.grantee || ' ' || a.grantor || ' ' || pg_catalog.string_agg(
               a.privilege_type || CASE WHEN a.is_grantable THEN '*' ELSE '' END, ',')
           FROM pg_catalog.aclexplode(d.datacl) AS a
           GROUP BY a.grantee, a.grantor
       ) END AS acl,
       d.datallowconn AS allow_connections,
       d.datistemplate AS is_template,
       d.datconnlimit AS connection_limit,
       coalesce(p.roles, '{}') AS dependents
FROM pg_catalog.pg_database AS d
LEFT JOIN dependents AS p ON p.dbid = d.oid
ORDER BY d.datname::text COLLATE "C"
