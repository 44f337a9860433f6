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
COPY (SELECT proname, proowner, proacl FROM pg_proc WHERE proacl IS NOT NULL) TO STDOUT;
COPY (SELECT typname, typowner, typacl FROM pg_type WHERE typacl IS NOT NULL) TO STDOUT;
COPY (SELECT oid, lomowner, lomacl FROM pg_largeobject_metadata WHERE lomacl IS NOT NULL) TO STDOUT;
COPY (SELECT defaclrole, defaclacl FROM pg_default_acl) TO STDOUT;
COPY (SELECT fdwname, fdwowner, fdwacl FROM pg_foreign_data_wrapper WHERE fdwacl IS NOT NULL) TO STDOUT;
COPY (SELECT srvname, srvowner, srvacl FROM pg_foreign_server WHERE srvacl IS NOT NULL) TO STDOUT;
COPY (SELECT lanname, lanowner, lanacl FROM pg_language WHERE lanacl IS NOT NULL) TO STDOUT;
