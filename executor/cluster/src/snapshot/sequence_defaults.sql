-- Columns whose default calls a sequence: a default of their own, as that of a serial column, or that
-- of their domain. The server notes the dependency. An identity column has no default, and what a
-- generated column computes is none.
-- Privilege: none.
WITH domains AS MATERIALIZED (
    -- First and alone, as there are few: else pg_attribute is gone through for all domains, those of
    -- information_schema among them.
    SELECT y.oid, d.refobjid AS sequence
    FROM pg_catalog.pg_type AS y
    JOIN pg_catalog.pg_depend AS d
      ON d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.objid = y.oid
     AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
    WHERE y.typtype = 'd'
      AND y.typdefaultbin IS NOT NULL
),
calls AS (
    SELECT e.adrelid AS relation, e.adnum AS number, d.refobjid AS sequence
    FROM pg_catalog.pg_depend AS d
    JOIN pg_catalog.pg_attrdef AS e ON e.oid = d.objid
    WHERE d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass
      AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
    UNION
    SELECT a.attrelid, a.attnum, y.sequence
    FROM domains AS y
    JOIN pg_catalog.pg_attribute AS a ON a.atttypid = y.oid AND NOT a.atthasdef
)
SELECT tn.nspname::text AS schema,
       t.relname::text AS relation,
       a.attname::text AS column,
       sn.nspname::text AS sequence_schema,
       s.relname::text AS sequence
FROM calls AS c
JOIN pg_catalog.pg_class AS s ON s.oid = c.sequence AND s.relkind = 'S'
JOIN pg_catalog.pg_namespace AS sn ON sn.oid = s.relnamespace
JOIN pg_catalog.pg_class AS t ON t.oid = c.relation AND t.relkind IN ('r', 'p', 'v', 'f')
JOIN pg_catalog.pg_namespace AS tn ON tn.oid = t.relnamespace
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.relation AND a.attnum = c.number
WHERE NOT a.attisdropped
  AND a.attgenerated = ''
  AND NOT pg_catalog.starts_with(tn.nspname::text, 'pg_')
  AND tn.nspname <> 'information_schema'
ORDER BY tn.nspname::text COLLATE "C", t.relname::text COLLATE "C", a.attname::text COLLATE "C",
         sn.nspname::text COLLATE "C", s.relname::text COLLATE "C"
