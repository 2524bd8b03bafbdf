-- How a change becomes an entry of history. Writers go one after another, in the order of the chain.

CREATE OR REPLACE FUNCTION lock_head() RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp SET lock_timeout = '5s' AS $$
BEGIN
    -- An advisory lock queues fairly, and its shared form writes nothing when someone only reads.
    PERFORM pg_advisory_xact_lock(hashtext('history_head'));
END $$;

-- Takes the head for this transaction and answers the transaction's one instant.
CREATE OR REPLACE FUNCTION open_history() RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    head history_head;
BEGIN
    PERFORM lock_head(), pg_current_xact_id();
    SELECT * INTO STRICT head FROM history_head;
    IF head.writer <> this_transaction() THEN
        UPDATE history_head
        SET instant = greatest(clock_reading(), instant + interval '1 microsecond'), writer = this_transaction()
        RETURNING instant INTO STRICT head.instant;
    END IF;
    RETURN head.instant;
END $$;

-- The beginning of an act: names its actor, takes the head first, answers the act's instant.
CREATE OR REPLACE FUNCTION begin_act(p_actor text) RETURNS timestamptz
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM set_config('governance.actor', p_actor, true),
            set_config('lock_timeout', '5s', true),
            set_config('idle_in_transaction_session_timeout', '10s', true);
    RETURN open_history();
END $$;

CREATE OR REPLACE FUNCTION history_open_statement() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM open_history();
    RETURN NULL;
END $$;

-- Writes the entries of one statement, one for each row; its argument is the table's shape number. For each
-- statement and not for each row: a bulk change takes a quarter of the time, and leaves one dead head, not one a row.
-- The settings are fixed because a row as JSON depends on them.
CREATE OR REPLACE FUNCTION record_history() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
SET timezone = 'UTC' SET datestyle = 'ISO, YMD' SET intervalstyle = 'postgres'
SET extra_float_digits = 1 SET bytea_output = 'hex'
AS $$
DECLARE
    head history_head;
    changes refcursor;
    entry history;
    entries history[];
BEGIN
    SELECT * INTO STRICT head FROM history_head;
    entry.sequence := head.sequence;
    entry.chain_digest := head.digest;
    entry.table_name := TG_TABLE_NAME;
    entry.shape := TG_ARGV[0]::integer;
    entry.actor := coalesce(nullif(current_setting('governance.actor', true), ''), 'psql:' || session_user);
    entry.recorded_at := head.instant;
    CASE TG_OP
    WHEN 'INSERT' THEN
        OPEN changes FOR SELECT 'insert', now.id, to_jsonb(now.*)::text FROM now_rows AS now;
    WHEN 'DELETE' THEN
        OPEN changes FOR SELECT 'delete', was.id, to_jsonb(was.*)::text FROM was_rows AS was;
    ELSE
        -- A change that changes nothing is recorded only to bring a row into its table's newer shape,
        -- a new id as the end of one row and the beginning of another.
        OPEN changes FOR
            SELECT CASE WHEN now.id IS NULL THEN 'delete' WHEN newest.sequence IS NULL THEN 'insert' ELSE 'update' END,
                   coalesce(now.id, was.id), to_jsonb(CASE WHEN now.id IS NULL THEN was ELSE now END)::text
            FROM now_rows AS now FULL JOIN was_rows AS was ON was.id = now.id
            LEFT JOIN history AS newest
                ON newest.table_name = TG_TABLE_NAME AND newest.row_id = now.id AND newest.superseded_sequence IS NULL
            WHERE now *<> was OR newest.shape IS DISTINCT FROM entry.shape
            ORDER BY 2;
    END CASE;
    LOOP
        FETCH changes INTO entry.operation, entry.row_id, entry.row_json;
        EXIT WHEN NOT FOUND;
        entry.sequence := entry.sequence + 1;
        entry.salt := uuid_send(gen_random_uuid());
        entry.row_digest := sha256(entry.salt || convert_to(entry.row_json, 'UTF8'));
        entry.chain_digest := sha256(
            entry.chain_digest
            || convert_to(
                concat_ws(E'\n', entry.sequence, entry.table_name, entry.row_id, entry.operation, entry.shape,
                          entry.actor, to_char(entry.recorded_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')),
                'UTF8')
            || entry.row_digest);
        IF entry.operation = 'delete' THEN
            entry.superseded_at := entry.recorded_at;
            entry.superseded_sequence := entry.sequence;
        ELSE
            entry.superseded_at := NULL;
            entry.superseded_sequence := NULL;
        END IF;
        entries := entries || entry;
    END LOOP;
    CLOSE changes;
    IF TG_OP <> 'INSERT' THEN
        UPDATE history AS older SET superseded_at = newer.recorded_at, superseded_sequence = newer.sequence
        FROM unnest(entries) AS newer
        WHERE older.table_name = newer.table_name AND older.row_id = newer.row_id
          AND older.superseded_sequence IS NULL;
    END IF;
    IF entries IS NOT NULL THEN
        INSERT INTO history SELECT * FROM unnest(entries);
        UPDATE history_head SET sequence = entry.sequence, digest = entry.chain_digest;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'The table % refuses %: %', TG_TABLE_NAME, TG_OP, coalesce(TG_ARGV[0], 'what is recorded stays')
        USING ERRCODE = 'GV002';
END $$;

-- The one way past a refusal: inside the redaction that was agreed to in this transaction.
CREATE OR REPLACE FUNCTION refuse_unless_redacting() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    -- Not in one condition: whoever may not ask whether one is under way is still told why this is refused.
    IF pg_trigger_depth() > 1 THEN
        IF is_redacting() THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'The table % refuses %: %', TG_TABLE_NAME, TG_OP, coalesce(TG_ARGV[0], 'what is recorded stays')
        USING ERRCODE = 'GV002';
END $$;

-- Makes a table recorded, or raises its shape number; rows that history lacks in this shape are recorded now.
CREATE OR REPLACE FUNCTION attach_history(p_table regclass, p_shape integer, p_migration text) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM set_config('governance.actor', 'migration:' || p_migration, true);
    EXECUTE format('CREATE OR REPLACE TRIGGER history_open BEFORE INSERT OR UPDATE OR DELETE ON %s '
                   'FOR EACH STATEMENT EXECUTE FUNCTION history_open_statement()', p_table);
    EXECUTE format('CREATE OR REPLACE TRIGGER history_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS now_rows '
                   'FOR EACH STATEMENT EXECUTE FUNCTION record_history(%s)', p_table, p_shape);
    EXECUTE format('CREATE OR REPLACE TRIGGER history_update AFTER UPDATE ON %s REFERENCING NEW TABLE AS now_rows '
                   'OLD TABLE AS was_rows FOR EACH STATEMENT EXECUTE FUNCTION record_history(%s)', p_table, p_shape);
    EXECUTE format('CREATE OR REPLACE TRIGGER history_delete AFTER DELETE ON %s REFERENCING OLD TABLE AS was_rows '
                   'FOR EACH STATEMENT EXECUTE FUNCTION record_history(%s)', p_table, p_shape);
    EXECUTE format('CREATE OR REPLACE TRIGGER history_no_truncate BEFORE TRUNCATE ON %s '
                   'FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', p_table);
    EXECUTE format('UPDATE %s SET id = id', p_table);
END $$;

-- Three changes are allowed, and only from inside the service's own triggers: a new entry, closing the version that it
-- supersedes, and the blanking of a redaction, which changes what an entry holds and its salt, never the chain.
CREATE OR REPLACE TRIGGER history_added_by_changes BEFORE INSERT ON history FOR EACH ROW
WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse_change('entries come from changes to recorded rows only');
CREATE OR REPLACE TRIGGER history_closed_once BEFORE UPDATE ON history FOR EACH ROW
WHEN (
    pg_trigger_depth() = 0
    OR (NEW.superseded_sequence, NEW.superseded_at) IS DISTINCT FROM (OLD.superseded_sequence, OLD.superseded_at)
       AND OLD.superseded_sequence IS NOT NULL
    OR (NEW.sequence, NEW.table_name, NEW.row_id, NEW.operation, NEW.shape, NEW.actor, NEW.recorded_at,
        NEW.row_digest, NEW.chain_digest)
       IS DISTINCT FROM
       (OLD.sequence, OLD.table_name, OLD.row_id, OLD.operation, OLD.shape, OLD.actor, OLD.recorded_at,
        OLD.row_digest, OLD.chain_digest)
)
EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER history_blanked_by_redaction BEFORE UPDATE ON history FOR EACH ROW
WHEN ((NEW.row_json, NEW.salt) IS DISTINCT FROM (OLD.row_json, OLD.salt)) EXECUTE FUNCTION refuse_unless_redacting();
CREATE OR REPLACE TRIGGER history_never_deleted BEFORE DELETE ON history FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER history_no_truncate BEFORE TRUNCATE ON history
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER history_head_forward BEFORE UPDATE ON history_head FOR EACH ROW
WHEN (NEW.sequence < OLD.sequence OR (NEW.instant < OLD.instant AND OLD.sequence > 0))
EXECUTE FUNCTION refuse_change('the head moves forward only');
CREATE OR REPLACE TRIGGER history_head_stays BEFORE INSERT OR DELETE OR TRUNCATE ON history_head
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE OR REPLACE TRIGGER history_clock_stays BEFORE INSERT OR DELETE OR TRUNCATE ON history_clock
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
