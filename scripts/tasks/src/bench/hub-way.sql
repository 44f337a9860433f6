-- What is held on every table, privilege by privilege, as the hub's planner asks. Parameter: role.
COPY (SELECT n.nspname, c.relname, p.name, pg_catalog.has_table_privilege(:'role', c.oid, p.name)
      FROM pg_catalog.pg_class AS c
      JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
      CROSS JOIN (VALUES ('SELECT'), ('INSERT'), ('UPDATE'), ('DELETE'), ('TRUNCATE'), ('REFERENCES'),
                         ('TRIGGER')) AS p (name)
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
        AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema') TO STDOUT;
