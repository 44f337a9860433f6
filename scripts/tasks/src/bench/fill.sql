-- The template of all databases, in a temporary function: SELECT pg_temp.fill(schemas, tables).
CREATE FUNCTION pg_temp.fill(schemas int, tables int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    FOR s IN 1..schemas LOOP
        EXECUTE format('CREATE SCHEMA schema_%s', lpad(s::text, 2, '0'));
        FOR t IN 1..tables LOOP
            EXECUTE format('CREATE TABLE schema_%s.table_%s (id bigint PRIMARY KEY, '
                'customer_id int, amount int, created_at timestamptz)',
                lpad(s::text, 2, '0'), lpad(t::text, 2, '0'));
        END LOOP;
    END LOOP;
END
$$;
DROP SCHEMA public;
