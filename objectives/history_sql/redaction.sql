-- Redaction: agreeing to one is doing it, in the same statement. Nothing else may change what history holds.

-- Whether a redaction was agreed to in this transaction. The instant is this transaction's alone.
CREATE OR REPLACE FUNCTION is_redacting() RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM redaction JOIN history_head ON answered_at = instant AND writer = this_transaction()
                   WHERE agreed);
END $$;

-- Words that the service itself uses: blanked wherever they stand, they would take a pack apart and hide nothing.
CREATE OR REPLACE FUNCTION words_of_the_service() RETURNS text[]
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
    SELECT ARRAY['blue', 'green', 'grey', 'amber', 'red', 'not started', 'in progress',
        'delivered, awaiting verification', 'complete and embedded', 'business as usual', 'superseded', 'deliverable',
        'programme', 'standing', 'assurance', 'high', 'medium', 'low', 'none', 'yes', 'no', 'improved', 'no change',
        'worsened', 'new', 'not comparable', 'not yet due', 'insufficient evidence', 'not updated for two rounds',
        'too few actions can be rated', 'significant, with a plan', 'significant, without a plan', 'substantial',
        'reasonable', 'limited', 'not yet assessed', 'file', 'link', 'statement', 'policy or document',
        'training figures', 'data', 'audit or dip sample', 'observation', 'minutes',
        'voice of children, families or survivors (aggregate)', 'external inspection', 'official',
        'official-sensitive', 'business unit', 'executive group', 'scrutineer', 'administrator', 'likely',
        'possible', 'unlikely', 'severe', 'moderate', 'minor', 'open', 'closed']
$$;

-- The texts to look for in packs: as written, on one line, line by line, without the last stop, and with a capital
-- first; longest first.
CREATE OR REPLACE FUNCTION spellings(p_texts text[]) RETURNS text[]
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(spelt ORDER BY length(spelt) DESC, spelt), '{}') FROM (
        SELECT DISTINCT cased.spelt FROM unnest(p_texts) AS given (whole)
        CROSS JOIN LATERAL (
            SELECT whole AS spelt
            UNION ALL SELECT regexp_replace(btrim(whole), '\s+', ' ', 'g')
            UNION ALL SELECT rtrim(whole, '. ')
            UNION ALL SELECT btrim(line) FROM regexp_split_to_table(whole, '\n') AS line WHERE length(btrim(line)) >= 12
        ) AS one
        CROSS JOIN LATERAL (VALUES (one.spelt), (upper(left(one.spelt, 1)) || substr(one.spelt, 2))) AS cased (spelt)
    ) AS every (spelt)
    WHERE spelt <> '' AND lower(spelt) <> ALL (words_of_the_service())
$$;

-- One string of a pack: gone if it is one of the texts, and without those of 12 characters or more that are in it.
CREATE OR REPLACE FUNCTION text_without(p_text text, p_texts text[]) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = public, pg_temp AS $$
DECLARE
    wanted text;
BEGIN
    IF p_text = ANY (p_texts) THEN
        RETURN '[redacted]';
    END IF;
    FOREACH wanted IN ARRAY p_texts LOOP
        IF length(wanted) >= 12 THEN
            p_text := replace(p_text, wanted, '[redacted]');
        END IF;
    END LOOP;
    RETURN p_text;
END $$;

-- Whether JSON text may hold one of the texts: a glance that spares the walk through what does not.
CREATE OR REPLACE FUNCTION may_hold(p_stored text, p_texts text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM unnest(p_texts) AS wanted WHERE strpos(p_stored, btrim(to_json(wanted)::text, '"')) > 0)
$$;

-- A JSON value without the texts, wherever a string of it holds one; names of fields stay.
CREATE OR REPLACE FUNCTION json_without(p_value jsonb, p_texts text[]) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT may_hold(p_value::text, p_texts) THEN
        RETURN p_value;
    END IF;
    RETURN CASE jsonb_typeof(p_value)
        WHEN 'string' THEN to_jsonb(text_without(p_value #>> '{}', p_texts))
        WHEN 'array' THEN (SELECT coalesce(jsonb_agg(json_without(value, p_texts) ORDER BY place), '[]')
                           FROM jsonb_array_elements(p_value) WITH ORDINALITY AS part (value, place))
        WHEN 'object' THEN (SELECT coalesce(jsonb_object_agg(key, json_without(value, p_texts)), '{}')
                            FROM jsonb_each(p_value))
        ELSE p_value
    END;
END $$;

-- JSON text that holds one of the texts, without it; any other exactly as it was.
CREATE OR REPLACE FUNCTION stored_without(p_stored text, p_texts text[]) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = public, pg_temp AS $$
DECLARE
    without jsonb;
BEGIN
    IF NOT may_hold(p_stored, p_texts) THEN
        RETURN p_stored;
    END IF;
    without := json_without(p_stored::jsonb, p_texts);
    RETURN CASE WHEN without = p_stored::jsonb THEN p_stored ELSE without::text END;
END $$;

-- What stands in a field's place: fields that must be an address or a digest keep the shape of one.
CREATE OR REPLACE FUNCTION placeholder(p_field text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
    SELECT CASE p_field WHEN 'link' THEN 'https://redacted.invalid/' WHEN 'sha256' THEN repeat('0', 64)
                        ELSE '[redacted]' END
$$;

-- A row as JSON with the fields blanked that hold something.
CREATE OR REPLACE FUNCTION row_without(p_row jsonb, p_fields text[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
    SELECT p_row || coalesce(jsonb_object_agg(field, placeholder(field)), '{}')
    FROM unnest(p_fields) AS field WHERE coalesce(p_row ->> field, '') <> ''
$$;

-- Every text that a row's fields ever held.
CREATE OR REPLACE FUNCTION texts_held(p_table text, p_row bigint, p_fields text[]) RETURNS text[]
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT coalesce(array_agg(DISTINCT held), '{}')
    FROM history CROSS JOIN unnest(p_fields) AS field CROSS JOIN LATERAL (SELECT row_json::jsonb ->> field) AS one (held)
    WHERE table_name = p_table AND row_id = p_row AND held <> '' AND held <> placeholder(field)
$$;

-- An entry of history as it will stand: the row itself, or what was copied from it into packs and frozen reasons.
CREATE OR REPLACE FUNCTION entry_without(p_table text, p_entry history, p_row bigint, p_fields text[], p_texts text[])
RETURNS text
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT CASE
        WHEN p_entry.table_name = p_table AND p_entry.row_id = p_row
            THEN row_without(p_entry.row_json::jsonb, p_fields)::text
        ELSE (SELECT jsonb_set(was, ARRAY[field], to_jsonb(stored_without(was ->> field, p_texts)))::text
              FROM (SELECT p_entry.row_json::jsonb AS was,
                           CASE p_entry.table_name WHEN 'pack' THEN 'content' ELSE 'reasons' END AS field) AS copied)
    END
$$;

CREATE OR REPLACE FUNCTION redact() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    names text[] := string_to_array(NEW.fields, ',');
    texts text[] := spellings(texts_held(NEW.table_name, NEW.row_id, array_remove(names, 'sha256')));
BEGIN
    IF NOT is_redacting() THEN
        RAISE EXCEPTION 'The table redaction refuses UPDATE: it is agreed to at the instant of the act'
            USING ERRCODE = 'GV002';
    END IF;
    IF 'sha256' = ANY (names) THEN
        INSERT INTO redacted_file (redaction, sha256)
        SELECT NEW.id, sha256 FROM unnest(texts_held(NEW.table_name, NEW.row_id, ARRAY['sha256'])) AS sha256 ORDER BY 2;
    END IF;
    INSERT INTO redacted_file (redaction, sha256)
    SELECT DISTINCT NEW.id, f.sha256 FROM pack_format f JOIN pack_issue i ON i.id = f.issue JOIN pack p ON p.id = i.pack
    WHERE stored_without(p.content, texts) <> p.content ORDER BY 2
    ON CONFLICT DO NOTHING;
    EXECUTE format('UPDATE %I SET (%s) = ROW(%s) WHERE id = $1', NEW.table_name,
        (SELECT string_agg(quote_ident(name), ', ') FROM unnest(names) AS name),
        (SELECT string_agg(format('CASE WHEN coalesce(%1$I, '''') = '''' THEN %1$I ELSE %2$L END', name,
                                  placeholder(name)), ', ') FROM unnest(names) AS name)) USING NEW.row_id;
    IF NEW.table_name = 'evidence' THEN
        UPDATE evidence SET redacted_at = NEW.answered_at WHERE id = NEW.row_id;
    END IF;
    UPDATE pack SET content = stored_without(content, texts) WHERE stored_without(content, texts) <> content;
    UPDATE freeze_row SET reasons = stored_without(reasons, texts) WHERE stored_without(reasons, texts) <> reasons;
    WITH blanked AS (
        UPDATE history SET row_json = become, salt = uuid_send(gen_random_uuid())
        FROM (SELECT sequence AS place, entry_without(NEW.table_name, h, NEW.row_id, names, texts) AS become
              FROM history AS h
              WHERE (table_name = NEW.table_name AND row_id = NEW.row_id) OR table_name IN ('pack', 'freeze_row')) AS found
        WHERE sequence = place AND become <> row_json RETURNING sequence, salt, row_json
    )
    INSERT INTO redacted_entry (redaction, entry, sha256)
    SELECT NEW.id, sequence, encode(sha256(salt || convert_to(row_json, 'UTF8')), 'hex') FROM blanked ORDER BY sequence;
    RETURN NULL;
END $$;
