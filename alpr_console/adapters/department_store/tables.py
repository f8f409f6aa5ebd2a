"""Tables of the department's storage, and making them.

What arrives is kept as it left: canonical JSON with its SHA-256, which the database itself
holds together; the columns beside it are only for searching. Nothing is ever changed; records
go by `alpr.carry_out` and `alpr.purge_older` alone, which leave what is held and put on record
what they removed. A vehicle's role sees and adds to the records of its own devices only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import LiteralString

import psycopg
from psycopg import sql

from alpr_console.adapters.department_store.connection import explained
from alpr_console.domain.errors import DepartmentUnavailable

VERSION = 1

_TABLES = """
CREATE SCHEMA alpr;
CREATE TABLE alpr.version (version integer PRIMARY KEY);
CREATE TABLE alpr.devices (
    device text PRIMARY KEY,
    role text NOT NULL,
    registered_at timestamptz NOT NULL DEFAULT now(),
    registered_by text NOT NULL DEFAULT session_user
);
CREATE TABLE alpr.records (
    device text NOT NULL REFERENCES alpr.devices,
    kind text NOT NULL CHECK (kind IN ('read', 'alert', 'audit', 'hold', 'purge')),
    id text NOT NULL,
    revision bigint NOT NULL,
    digest text NOT NULL CHECK (digest = encode(sha256(convert_to(body, 'UTF8')), 'hex')),
    at timestamptz NOT NULL,
    plate text NOT NULL,
    state text NOT NULL,
    camera text NOT NULL,
    latitude double precision,
    longitude double precision,
    read_id text NOT NULL,
    closed boolean NOT NULL,
    arrived_at timestamptz NOT NULL DEFAULT now(),
    body text NOT NULL,
    PRIMARY KEY (device, kind, id, revision)
);
CREATE INDEX records_plate ON alpr.records (plate, at) WHERE plate <> '';
CREATE INDEX records_at ON alpr.records (kind, at);
CREATE INDEX records_read ON alpr.records (device, read_id) WHERE read_id <> '';
CREATE INDEX records_audit ON alpr.records (device, revision) WHERE kind = 'audit';
CREATE TABLE alpr.pictures (
    device text NOT NULL REFERENCES alpr.devices,
    id text NOT NULL,
    revision bigint NOT NULL,
    name text NOT NULL,
    jpeg bytea NOT NULL,
    PRIMARY KEY (device, id, revision, name)
);
ALTER TABLE alpr.pictures ALTER COLUMN jpeg SET STORAGE EXTERNAL;
-- Another content under the name of a record that is there already: both are kept.
CREATE TABLE alpr.differing (
    device text NOT NULL REFERENCES alpr.devices,
    kind text NOT NULL,
    id text NOT NULL,
    revision bigint NOT NULL,
    digest text NOT NULL,
    arrived_at timestamptz NOT NULL DEFAULT now(),
    body text NOT NULL,
    pictures bytea[] NOT NULL,
    PRIMARY KEY (device, kind, id, revision, digest)
);
CREATE TABLE alpr.holds (
    device text NOT NULL REFERENCES alpr.devices,
    hold_id text NOT NULL,
    kind text NOT NULL,
    id text NOT NULL,
    PRIMARY KEY (device, hold_id, kind, id)
);
CREATE INDEX holds_id ON alpr.holds (device, kind, id);
CREATE TABLE alpr.held_plates (
    device text NOT NULL REFERENCES alpr.devices,
    hold_id text NOT NULL,
    plate text NOT NULL,
    since timestamptz,
    until timestamptz,
    PRIMARY KEY (device, hold_id)
);
CREATE INDEX held_plates_plate ON alpr.held_plates (plate);
CREATE TABLE alpr.releases (
    device text NOT NULL REFERENCES alpr.devices,
    hold_id text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (device, hold_id)
);
CREATE TABLE alpr.purges (
    purge_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- NULL: by age, over every device.
    device text REFERENCES alpr.devices,
    order_id text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    role text NOT NULL DEFAULT session_user,
    by text NOT NULL,
    section text NOT NULL,
    policy text NOT NULL,
    removed integer NOT NULL,
    held integer NOT NULL
);
CREATE UNIQUE INDEX purges_order ON alpr.purges (device, order_id) WHERE device IS NOT NULL;
"""

_FUNCTIONS = """
CREATE FUNCTION alpr.unchanging() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME;
END $$;

CREATE FUNCTION alpr.is_held(p_device text, p_kind text, p_id text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = alpr, pg_temp AS $$
    SELECT EXISTS (
        SELECT 1 FROM holds h
        WHERE h.device = p_device AND h.kind = p_kind AND h.id = p_id
        AND NOT EXISTS (
            SELECT 1 FROM releases r WHERE r.device = h.device AND r.hold_id = h.hold_id))
    -- A plate is held whichever vehicle saw it.
    OR EXISTS (
        SELECT 1 FROM records r JOIN held_plates h ON h.plate = r.plate
        WHERE r.device = p_device AND r.kind = p_kind AND r.id = p_id AND r.kind = 'read'
        AND (h.since IS NULL OR r.at >= h.since) AND (h.until IS NULL OR r.at <= h.until)
        AND NOT EXISTS (
            SELECT 1 FROM releases g WHERE g.device = h.device AND g.hold_id = h.hold_id))
$$;

-- Alerts first: a read stays while an alert tells of it, and goes with the last one.
CREATE FUNCTION alpr.remove(
    p_device text, p_reads text[], p_alerts text[], OUT removed integer, OUT held integer)
LANGUAGE plpgsql SET search_path = alpr, pg_temp AS $$
DECLARE
    gone text[];
    told text[];
BEGIN
    WITH gone_alerts AS (
        DELETE FROM records a WHERE a.device = p_device AND a.kind = 'alert'
        AND a.id = ANY (p_alerts)
        AND NOT is_held(p_device, 'alert', a.id) AND NOT is_held(p_device, 'read', a.read_id)
        RETURNING a.id, a.read_id)
    SELECT count(DISTINCT id), coalesce(array_agg(DISTINCT read_id), '{}')
    INTO removed, told FROM gone_alerts;
    p_reads := p_reads || told;
    WITH gone_reads AS (
        DELETE FROM records r WHERE r.device = p_device AND r.kind = 'read'
        AND r.id = ANY (p_reads) AND NOT is_held(p_device, 'read', r.id)
        AND NOT EXISTS (
            SELECT 1 FROM records a
            WHERE a.device = p_device AND a.kind = 'alert' AND a.read_id = r.id)
        RETURNING r.id)
    SELECT coalesce(array_agg(DISTINCT id), '{}') INTO gone FROM gone_reads;
    removed := removed + cardinality(gone);
    DELETE FROM pictures p WHERE p.device = p_device AND p.id = ANY (gone);
    -- A second content under a purged name goes as well.
    DELETE FROM differing d WHERE d.device = p_device AND (
        (d.kind = 'read' AND d.id = ANY (p_reads)) OR (d.kind = 'alert' AND d.id = ANY (p_alerts)))
    AND NOT EXISTS (
        SELECT 1 FROM records r WHERE r.device = p_device AND r.kind = d.kind AND r.id = d.id);
    SELECT count(DISTINCT (r.kind, r.id)) INTO held FROM records r
    WHERE r.device = p_device AND (
        (r.kind = 'read' AND r.id = ANY (p_reads)) OR (r.kind = 'alert' AND r.id = ANY (p_alerts)));
END $$;

CREATE FUNCTION alpr.demand_own(p_device text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = alpr, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM devices WHERE device = p_device AND role = session_user) THEN
        RAISE EXCEPTION 'device % is not registered for this role', p_device
        USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;

CREATE FUNCTION alpr.carry_out(
    p_device text, p_order text, p_by text, p_section text, p_policy text,
    p_reads text[], p_alerts text[], OUT removed integer, OUT held integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = alpr, pg_temp AS $$
BEGIN
    PERFORM demand_own(p_device);
    SELECT p.removed, p.held INTO removed, held FROM purges p
    WHERE p.device = p_device AND p.order_id = p_order;
    IF FOUND THEN
        -- Sent again after a break: what is held since, or arrived since, is no part of it.
        RETURN;
    END IF;
    SELECT r.removed, r.held INTO removed, held FROM remove(p_device, p_reads, p_alerts) r;
    INSERT INTO purges (device, order_id, by, section, policy, removed, held)
    VALUES (p_device, p_order, p_by, p_section, p_policy, removed, held);
END $$;

-- A slice of what is past its limit: reads that no alert tells of, closed alerts with theirs.
CREATE FUNCTION alpr.purge_older(
    p_run text, p_by text, p_reads_before timestamptz, p_hits_before timestamptz,
    p_section text, p_policy text, p_most integer, OUT removed integer, OUT held integer)
LANGUAGE plpgsql SET search_path = alpr, pg_temp AS $$
DECLARE
    one record;
    got record;
BEGIN
    removed := 0;
    held := 0;
    FOR one IN
        SELECT o.device, array_agg(o.read) FILTER (WHERE o.read IS NOT NULL) AS reads,
               array_agg(o.alert) FILTER (WHERE o.alert IS NOT NULL) AS alerts
        FROM (
            (SELECT r.device, r.id AS read, NULL AS alert FROM records r
             WHERE r.kind = 'read' AND r.at < p_reads_before
             AND NOT is_held(r.device, 'read', r.id)
             AND NOT EXISTS (SELECT 1 FROM records a WHERE a.device = r.device
                             AND a.kind = 'alert' AND a.read_id = r.id)
             ORDER BY r.at LIMIT p_most)
            UNION ALL
            (SELECT a.device, a.read_id, a.id FROM records a
             WHERE a.kind = 'alert' AND a.at < p_hits_before AND a.closed
             AND NOT is_held(a.device, 'alert', a.id) AND NOT is_held(a.device, 'read', a.read_id)
             ORDER BY a.at LIMIT p_most)
        ) o GROUP BY o.device
    LOOP
        SELECT * INTO got FROM remove(
            one.device, coalesce(one.reads, '{}'), coalesce(one.alerts, '{}'));
        removed := removed + got.removed;
    END LOOP;
    IF removed > 0 THEN
        INSERT INTO purges (order_id, by, section, policy, removed, held)
        VALUES (p_run, p_by, p_section, p_policy, removed, 0);
    END IF;
    SELECT count(DISTINCT (h.device, h.kind, h.id)) INTO held FROM holds h
    JOIN records r ON r.device = h.device AND r.kind = h.kind AND r.id = h.id
    WHERE is_held(h.device, h.kind, h.id)
    AND r.at < CASE WHEN h.kind = 'read' THEN p_reads_before ELSE p_hits_before END;
END $$;
"""

_OF_VEHICLES: tuple[LiteralString, ...] = (
    "records", "pictures", "differing", "holds", "held_plates", "releases",
)  # fmt: skip

_GUARDED = (*_OF_VEHICLES, "purges")


def make_tables(
    connection: psycopg.Connection,
    vehicles: Sequence[tuple[str, str]] = (),
    readers: Sequence[str] = (),
) -> None:
    """Make the tables where there are none; register devices with their roles, and readers.

    The roles themselves are the database administrator's to make. What is there stays; a
    device that is registered for another role is refused. Raises DepartmentUnavailable.
    """
    with explained(), connection.transaction():
        cursor = connection.cursor()
        there = cursor.execute("SELECT to_regclass('alpr.version')").fetchone()
        if there is None or there[0] is None:
            cursor.execute(_TABLES)
            cursor.execute(_FUNCTIONS)
            _guard(cursor)
            cursor.execute("INSERT INTO alpr.version VALUES (%s)", (VERSION,))
        check_version(connection)
        for device, role in vehicles:
            _register(cursor, device, role)
        for role in readers:
            _admit(cursor, role)


def check_version(connection: psycopg.Connection) -> None:
    """Raises DepartmentUnavailable for a database without these tables."""
    cursor = connection.cursor()
    there = cursor.execute("SELECT to_regclass('alpr.version')").fetchone()
    version = 0
    if there is not None and there[0] is not None:
        row = cursor.execute("SELECT max(version) FROM alpr.version").fetchone()
        version = row[0] if row and row[0] is not None else 0
    if version != VERSION:
        raise DepartmentUnavailable(
            "The database is not made ready for this version of the console."
            if version
            else "The database is not made ready for the console.",
            "Have the database administrator run 'alpr-console department init'.",
        )


def _guard(cursor: psycopg.Cursor) -> None:
    for table in _GUARDED:
        name = sql.Identifier("alpr", table)
        cursor.execute(
            sql.SQL(
                "CREATE TRIGGER unchanging BEFORE UPDATE ON {} FOR EACH ROW "
                "EXECUTE FUNCTION alpr.unchanging()"
            ).format(name)
        )
    for table in _OF_VEHICLES:
        name = sql.Identifier("alpr", table)
        own = sql.SQL("device IN (SELECT d.device FROM alpr.devices d WHERE d.role = current_user)")
        cursor.execute(sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY").format(name))
        cursor.execute(
            sql.SQL("CREATE POLICY own ON {} USING ({own}) WITH CHECK ({own})").format(
                name, own=own
            )
        )
    cursor.execute("REVOKE ALL ON ALL FUNCTIONS IN SCHEMA alpr FROM PUBLIC")


def _register(cursor: psycopg.Cursor, device: str, role: str) -> None:
    row = cursor.execute(
        "INSERT INTO alpr.devices (device, role) VALUES (%s, %s) ON CONFLICT (device) DO NOTHING "
        "RETURNING role",
        (device, role),
    ).fetchone()
    if row is None:
        known = cursor.execute(
            "SELECT role FROM alpr.devices WHERE device = %s", (device,)
        ).fetchone()
        if known is not None and known[0] != role:
            raise DepartmentUnavailable(
                f"Device {device} is registered for the role {known[0]}.",
                "Give the new vehicle another device name.",
            )
    _grant(cursor, "USAGE ON SCHEMA alpr", role)
    _grant(cursor, "SELECT ON alpr.version, alpr.devices", role)
    for table in _OF_VEHICLES:
        _grant(cursor, f"SELECT, INSERT ON alpr.{table}", role)
    _grant(
        cursor,
        "EXECUTE ON FUNCTION alpr.carry_out(text, text, text, text, text, text[], text[])",
        role,
    )


def _admit(cursor: psycopg.Cursor, role: str) -> None:
    _grant(cursor, "USAGE ON SCHEMA alpr", role)
    _grant(cursor, "SELECT ON ALL TABLES IN SCHEMA alpr", role)
    for table in _OF_VEHICLES:
        name = sql.Identifier("alpr", table)
        policy = sql.Identifier(f"reader_{role}")
        cursor.execute(sql.SQL("DROP POLICY IF EXISTS {} ON {}").format(policy, name))
        cursor.execute(
            sql.SQL("CREATE POLICY {} ON {} FOR SELECT TO {} USING (true)").format(
                policy, name, sql.Identifier(role)
            )
        )


def _grant(cursor: psycopg.Cursor, what: LiteralString, role: str) -> None:
    cursor.execute(sql.SQL("GRANT {} TO {}").format(sql.SQL(what), sql.Identifier(role)))
