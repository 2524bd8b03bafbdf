-- What the application's role may do: read and change rows; nothing to history but read it.

CREATE OR REPLACE FUNCTION grant_application(p_role regrole) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    EXECUTE format('REVOKE TEMPORARY, CREATE ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO %s', current_database(), p_role);
    EXECUTE format('REVOKE ALL ON SCHEMA public FROM PUBLIC, %s', p_role);
    EXECUTE format('GRANT USAGE ON SCHEMA public TO %s', p_role);
    EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, %s', p_role);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %s', p_role);
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON history, history_head, history_clock, migration FROM %s', p_role);
    EXECUTE format('REVOKE UPDATE, DELETE ON access_entry FROM %s', p_role);
    EXECUTE format('REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, %s', p_role);
    EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO %s', p_role);
    EXECUTE format('REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC, %s', p_role);
    EXECUTE format('GRANT EXECUTE ON FUNCTION this_transaction, clock_reading, governance_now, mark_as_example, set_clock, '
                   'release_clock, lock_head, open_history, begin_act, sequence_at, words_of_the_service, spellings, '
                   'text_without, may_hold, json_without, stored_without, placeholder, texts_held TO %s', p_role);
END $$;
