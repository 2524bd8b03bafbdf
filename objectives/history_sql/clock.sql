-- The one clock. It can be set only while example data is loaded, and only forwards.

-- Null while the transaction has written nothing.
CREATE OR REPLACE FUNCTION this_transaction() RETURNS text
LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
    -- Transaction ids begin again after a restore elsewhere; the server's start tells them apart.
    SELECT pg_current_xact_id_if_assigned()::text || ' since ' || extract(epoch FROM pg_postmaster_start_time())::text
$$;

CREATE OR REPLACE FUNCTION clock_reading() RETURNS timestamptz
LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
    SELECT coalesce((SELECT set_to FROM history_clock), clock_timestamp())
$$;

-- Never before anything recorded; inside an act, the act's own instant. Stable: read once for a statement.
CREATE OR REPLACE FUNCTION governance_now() RETURNS timestamptz
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT CASE WHEN writer = this_transaction() THEN instant ELSE greatest(clock_reading(), instant) END
    FROM history_head
$$;

CREATE OR REPLACE FUNCTION mark_as_example() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM lock_head();
    IF (SELECT sequence FROM history_head) > 0 OR EXISTS (SELECT FROM history) THEN
        RAISE EXCEPTION 'This database already has a history, so it cannot become example data.'
            USING ERRCODE = 'GV001';
    END IF;
    UPDATE history_head SET instant = '-infinity', writer = '';
    UPDATE history_clock SET example = true;
END $$;

CREATE OR REPLACE FUNCTION set_clock(p_instant timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    clock history_clock;
    reached timestamptz;
BEGIN
    PERFORM lock_head();
    SELECT * INTO STRICT clock FROM history_clock;
    SELECT greatest(clock.set_to, instant) INTO STRICT reached FROM history_head;
    IF NOT clock.example THEN
        RAISE EXCEPTION 'The clock can be set only in a database of example data.' USING ERRCODE = 'GV001';
    ELSIF clock.released THEN
        RAISE EXCEPTION 'The clock was released when the example data had been loaded; it cannot be set again.'
            USING ERRCODE = 'GV001';
    ELSIF p_instant IS NULL OR NOT isfinite(p_instant) OR p_instant < reached THEN
        RAISE EXCEPTION 'The clock moves forward only: it has reached %, so it cannot be set to %.',
            reached, coalesce(p_instant::text, 'nothing') USING ERRCODE = 'GV001';
    END IF;
    UPDATE history_clock SET set_to = p_instant;
END $$;

CREATE OR REPLACE FUNCTION release_clock() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    clock history_clock;
BEGIN
    PERFORM lock_head();
    SELECT * INTO STRICT clock FROM history_clock;
    IF NOT clock.example THEN
        RAISE EXCEPTION 'The clock is the machine''s own; there is nothing to release.' USING ERRCODE = 'GV001';
    ELSIF clock.set_to > clock_timestamp() THEN
        RAISE EXCEPTION 'The clock is set to %, which has not come yet; it cannot be moved back.', clock.set_to
            USING ERRCODE = 'GV001';
    END IF;
    UPDATE history_clock SET set_to = NULL, released = true;
END $$;
