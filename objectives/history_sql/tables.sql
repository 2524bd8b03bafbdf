-- What the database remembers of every recorded row, in one chain.

CREATE TABLE history (
    sequence bigint PRIMARY KEY,
    table_name text NOT NULL,
    row_id bigint NOT NULL,
    operation text NOT NULL,
    shape integer NOT NULL,
    -- Text, not jsonb: the digest is over exactly these bytes.
    row_json text NOT NULL,
    actor text NOT NULL,
    recorded_at timestamptz NOT NULL,
    superseded_at timestamptz,
    superseded_sequence bigint,
    -- Replaced by a redaction: without its salt a blanked text cannot be guessed from its digest.
    salt bytea,
    row_digest bytea NOT NULL,
    chain_digest bytea NOT NULL,
    CONSTRAINT history_operation CHECK (operation IN ('insert', 'update', 'delete')),
    CONSTRAINT history_actor_one_line CHECK (actor ~ '^[^[:cntrl:]]+$'),
    CONSTRAINT history_superseded_whole CHECK ((superseded_at IS NULL) = (superseded_sequence IS NULL)),
    CONSTRAINT history_superseded_later CHECK (superseded_sequence >= sequence)
);

CREATE INDEX history_versions ON history (table_name, row_id, sequence);
CREATE UNIQUE INDEX history_newest ON history (table_name, row_id) WHERE superseded_sequence IS NULL;
CREATE INDEX history_recorded ON history (recorded_at, sequence);
CREATE INDEX history_alive ON history USING gist (int8range(sequence, superseded_sequence));

-- The end of the chain. `writer` names the transaction that `instant` was given to.
CREATE TABLE history_head (
    only_one boolean PRIMARY KEY DEFAULT true,
    sequence bigint NOT NULL DEFAULT 0,
    instant timestamptz NOT NULL DEFAULT '-infinity',
    digest bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex'),
    writer text NOT NULL DEFAULT '',
    CONSTRAINT history_head_only_one CHECK (only_one)
);
INSERT INTO history_head DEFAULT VALUES;

-- The clock of example data. Without a set instant the clock is the machine's.
CREATE TABLE history_clock (
    only_one boolean PRIMARY KEY DEFAULT true,
    example boolean NOT NULL DEFAULT false,
    set_to timestamptz,
    released boolean NOT NULL DEFAULT false,
    CONSTRAINT history_clock_only_one CHECK (only_one),
    CONSTRAINT history_clock_example_only CHECK (set_to IS NULL OR (example AND NOT released))
);
INSERT INTO history_clock DEFAULT VALUES;
