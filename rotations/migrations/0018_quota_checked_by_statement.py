"""The quota of a post, held on PostgreSQL for all rows of a statement at once.

Row by row, everybody on a post was counted again for everybody who came to it, so that a register of full posts cost
its square. Now the posts a statement fills are locked once, in one order, and the people on each are counted once,
going from day to day. The rule, its name and the days it is asked of are the same. An update, which is of one row,
is looked at as before: PostgreSQL knows no set of changed rows for named columns. SQLite has triggers for rows alone.
"""

from django.db import migrations

BY_STATEMENT = """
CREATE FUNCTION rotations_new_holdings_within_quota() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM 1 FROM rotations_post WHERE id IN (SELECT post_id FROM new_holdings) ORDER BY id FOR NO KEY UPDATE;
    IF EXISTS (
        WITH held AS (
            SELECT post_id, held_from, held_until FROM rotations_postholding
            WHERE post_id IN (SELECT post_id FROM new_holdings)
        ), steps AS (
            SELECT post_id, held_from AS day, 1 AS step FROM held
            UNION ALL
            SELECT post_id, held_until, -1 FROM held WHERE held_until IS NOT NULL
        ), counted AS (
            SELECT post_id, day, sum(sum(step)) OVER (PARTITION BY post_id ORDER BY day) AS people
            FROM steps GROUP BY post_id, day
        )
        SELECT 1 FROM counted JOIN rotations_post p ON p.id = counted.post_id
        WHERE counted.people > p.quota AND EXISTS (
            SELECT 1 FROM new_holdings n
            WHERE n.post_id = counted.post_id AND n.held_from <= counted.day
              AND (n.held_until IS NULL OR counted.day < n.held_until)
        )
    ) THEN
        RAISE EXCEPTION 'holding_within_quota' USING ERRCODE = 'check_violation', CONSTRAINT = 'holding_within_quota';
    END IF;
    RETURN NULL;
END $body$;

DROP TRIGGER holding_within_quota ON rotations_postholding;
CREATE TRIGGER holding_within_quota AFTER INSERT ON rotations_postholding
    REFERENCING NEW TABLE AS new_holdings
    FOR EACH STATEMENT EXECUTE FUNCTION rotations_new_holdings_within_quota();
CREATE TRIGGER holding_within_quota_changed AFTER UPDATE OF post_id, held_from, held_until
    ON rotations_postholding FOR EACH ROW EXECUTE FUNCTION rotations_holding_within_quota();
"""

BY_ROW = """
DROP TRIGGER holding_within_quota_changed ON rotations_postholding;
DROP TRIGGER holding_within_quota ON rotations_postholding;
CREATE TRIGGER holding_within_quota AFTER INSERT OR UPDATE OF post_id, held_from, held_until
    ON rotations_postholding FOR EACH ROW EXECUTE FUNCTION rotations_holding_within_quota();
DROP FUNCTION rotations_new_holdings_within_quota();
"""


def by_statement(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(BY_STATEMENT, params=None)


def by_row(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(BY_ROW, params=None)


class Migration(migrations.Migration):
    dependencies = [("rotations", "0017_due_links_and_notices")]

    operations = [migrations.RunPython(by_statement, by_row)]
