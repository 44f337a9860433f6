-- What is read in each database: schemas, relations that ALL TABLES covers, columns with an ACL.
COPY (SELECT oid, nspname, nspowner, nspacl
      FROM pg_catalog.pg_namespace
      WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema') TO STDOUT;
COPY (SELECT c.relname, c.relnamespace, c.relkind, c.relowner, c.relacl
      FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
        AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema') TO STDOUT;
COPY (SELECT attrelid, attname, attacl
      FROM pg_catalog.pg_attribute
      WHERE attacl IS NOT NULL AND NOT attisdropped) TO STDOUT;
