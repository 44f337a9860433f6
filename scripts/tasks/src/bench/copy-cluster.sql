-- What is read once a cluster: roles, memberships, databases, and who holds something in which.
COPY (SELECT oid, rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin,
             rolreplication, rolbypassrls, rolconnlimit, rolvaliduntil
      FROM pg_catalog.pg_roles) TO STDOUT;
COPY (SELECT roleid, member, grantor, admin_option FROM pg_catalog.pg_auth_members) TO STDOUT;
COPY (SELECT datname, datdba, datacl, datallowconn, datistemplate, datconnlimit
      FROM pg_catalog.pg_database) TO STDOUT;
COPY (SELECT DISTINCT dbid, refobjid
      FROM pg_catalog.pg_shdepend
      WHERE refclassid = 'pg_catalog.pg_authid'::regclass AND dbid <> 0) TO STDOUT;
