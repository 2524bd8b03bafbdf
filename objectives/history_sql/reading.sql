-- An instant becomes a place in the chain once; everything after reads by that place.

CREATE OR REPLACE FUNCTION sequence_at(p_instant timestamptz, OUT sequence bigint, OUT digest bytea)
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp SET lock_timeout = '5s' SET timezone = 'UTC' AS $$
BEGIN
    IF p_instant > governance_now() THEN
        RAISE EXCEPTION 'The instant % has not come yet.', p_instant USING ERRCODE = 'GV001';
    END IF;
    -- Only an instant later than all that is committed can still gain entries: wait for who is writing.
    IF p_instant > (SELECT instant FROM history_head) THEN
        PERFORM pg_advisory_xact_lock_shared(hashtext('history_head'));
    END IF;
    SELECT h.sequence, h.chain_digest INTO sequence, digest FROM history h
    WHERE h.recorded_at <= p_instant ORDER BY h.recorded_at DESC, h.sequence DESC LIMIT 1;
    sequence := coalesce(sequence, 0);
    digest := coalesce(digest, decode(repeat('00', 32), 'hex'));
END $$;
