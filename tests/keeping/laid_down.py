"""How the tables of a database are made, as lines that two databases of one kind can be compared by."""

from __future__ import annotations

from django.db import connection

# Everything of one schema that holds, refuses or finds rows; the order of columns says nothing.
POSTGRESQL = """
SELECT 'column ' || table_name || ' ' || column_name || ' ' || data_type || ' '
    || coalesce(character_maximum_length::text, '') || ' ' || is_nullable || ' '
    || coalesce(regexp_replace(column_default, '^nextval.*', 'counted'), '') || ' '
    || is_identity || ' ' || is_generated
  FROM information_schema.columns WHERE table_schema = current_schema()
UNION ALL
SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
UNION ALL
SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = current_schema()
UNION ALL
SELECT 'trigger ' || pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
 WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal
UNION ALL
SELECT 'function ' || proname || ' ' || prosrc FROM pg_proc
 WHERE pronamespace = current_schema()::regnamespace AND starts_with(proname, 'rotations_')
UNION ALL
SELECT 'extension ' || extname FROM pg_extension
"""


def schema() -> set[str]:
    """One line for every column, constraint, index, trigger and function of the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL)
            return {line for (line,) in cursor.fetchall()}
        cursor.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        rows = cursor.fetchall()
    return {
        f"{kind} {name} {part}"
        for kind, name, sql in rows
        for part in (_parts(sql) if kind == "table" else [sql])
    }


def _parts(sql: str) -> list[str]:
    """What stands between the commas of CREATE TABLE (…)."""
    parts, depth, quote = [""], 0, ""
    for sign in sql[sql.index("(") + 1 : sql.rindex(")")]:
        if quote or sign in "'\"":
            quote = quote if quote and sign != quote else "" if quote else sign
        elif sign in "()":
            depth += 1 if sign == "(" else -1
        elif sign == "," and not depth:
            parts.append("")
            continue
        parts[-1] += sign
    return [part.strip() for part in parts]
