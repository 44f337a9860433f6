-- Columns whose default calls a sequence, as that of a serial column does; the server notes the
-- dependency. An identity column has no default.
-- Privilege: none.
SELECT DISTINCT
       tn.nspname::text COLLATE "C" AS schema,
       t.relname::text COLLATE "C" AS relation,
       a.attname::text COLLATE "C" AS column,
       sn.nspname::text COLLATE "C" AS sequence_schema,
       s.relname::text COLLATE "C" AS sequence
FROM pg_catalog.pg_depend AS d
JOIN pg_catalog.pg_attrdef AS e ON e.oid = d.objid
JOIN pg_catalog.pg_class AS s ON s.oid = d.refobjid AND s.relkind = 'S'
JOIN pg_catalog.pg_namespace AS sn ON sn.oid = s.relnamespace
JOIN pg_catalog.pg_class AS t ON t.oid = e.adrelid
JOIN pg_catalog.pg_namespace AS tn ON tn.oid = t.relnamespace
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = e.adrelid AND a.attnum = e.adnum
WHERE d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass
  AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
  AND NOT a.attisdropped
  AND NOT pg_catalog.starts_with(tn.nspname::text, 'pg_')
  AND tn.nspname <> 'information_schema'
ORDER BY 1, 2, 3, 4, 5
