-- Roles that hold privileges on what no plan covers yet, by kind: columns of sequences, routines,
-- types, large objects, default privileges, foreign data wrappers and servers, languages, and
-- relations in PostgreSQL's own schemas. Only that they do, to say so: PUBLIC and owners are left out.
-- Privilege: none.
SELECT h.kind::text AS kind, pg_catalog.array_agg(DISTINCT h.grantee) AS holders
FROM (
    SELECT 'relations of system schemas' AS kind, a.grantee, c.relowner AS owner
    FROM pg_catalog.pg_class AS c
    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    CROSS JOIN LATERAL pg_catalog.aclexplode(c.relacl) AS a
    WHERE c.relacl IS NOT NULL
      AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
      AND (n.nspname ~ '^pg_' OR n.nspname = 'information_schema')
    UNION ALL
    SELECT 'columns of sequences', a.grantee, c.relowner
    FROM pg_catalog.pg_attribute AS t
    JOIN pg_catalog.pg_class AS c ON c.oid = t.attrelid AND c.relkind = 'S'
    CROSS JOIN LATERAL pg_catalog.aclexplode(t.attacl) AS a
    WHERE t.attacl IS NOT NULL
    UNION ALL
    SELECT 'routines', a.grantee, p.proowner
    FROM pg_catalog.pg_proc AS p
    CROSS JOIN LATERAL pg_catalog.aclexplode(p.proacl) AS a
    WHERE p.proacl IS NOT NULL
    UNION ALL
    SELECT 'types', a.grantee, t.typowner
    FROM pg_catalog.pg_type AS t
    CROSS JOIN LATERAL pg_catalog.aclexplode(t.typacl) AS a
    WHERE t.typacl IS NOT NULL
    UNION ALL
    SELECT 'large objects', a.grantee, l.lomowner
    FROM pg_catalog.pg_largeobject_metadata AS l
    CROSS JOIN LATERAL pg_catalog.aclexplode(l.lomacl) AS a
    WHERE l.lomacl IS NOT NULL
    UNION ALL
    SELECT 'default privileges', a.grantee, d.defaclrole
    FROM pg_catalog.pg_default_acl AS d
    CROSS JOIN LATERAL pg_catalog.aclexplode(d.defaclacl) AS a
    UNION ALL
    SELECT 'foreign data wrappers', a.grantee, f.fdwowner
    FROM pg_catalog.pg_foreign_data_wrapper AS f
    CROSS JOIN LATERAL pg_catalog.aclexplode(f.fdwacl) AS a
    WHERE f.fdwacl IS NOT NULL
    UNION ALL
    SELECT 'foreign servers', a.grantee, s.srvowner
    FROM pg_catalog.pg_foreign_server AS s
    CROSS JOIN LATERAL pg_catalog.aclexplode(s.srvacl) AS a
    WHERE s.srvacl IS NOT NULL
    UNION ALL
    SELECT 'languages', a.grantee, l.lanowner
    FROM pg_catalog.pg_language AS l
    CROSS JOIN LATERAL pg_catalog.aclexplode(l.lanacl) AS a
    WHERE l.lanacl IS NOT NULL
) AS h
WHERE h.grantee <> 0
  AND h.grantee <> h.owner
GROUP BY h.kind
ORDER BY h.kind COLLATE "C"
