"""Which schema a database stands at, by its migrations, and how to lay one down."""

from __future__ import annotations

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from rotations.keeping.manifest import BackupRefused, Table
from rotations.keeping.tables import tables_of

Steps = list[list[str]]


def applied_steps() -> Steps:
    """The migrations the database has, as pairs of application and name; BackupRefused where we do not know one."""
    loader = MigrationLoader(connection)
    steps = sorted([app, name] for app, name in set(loader.applied_migrations) - _short_ways(loader))
    if unknown := unknown_among(steps):
        raise BackupRefused(
            f"Cơ sở dữ liệu ở phiên bản mới hơn chương trình ({', '.join(unknown)}). Hãy dùng đúng phiên bản chương trình."
        )
    return steps


def is_up_to_date() -> bool:
    """Whether the database has every migration of this program, so that living models may speak to it."""
    loader = MigrationLoader(connection)
    return set(loader.graph.nodes) <= set(loader.applied_migrations)


def unknown_among(steps: Steps) -> list[str]:
    """The names of migrations this version of the program does not have."""
    known = MigrationLoader(None).disk_migrations
    return [f"{app}.{name}" for app, name in steps if (app, name) not in known]


def tables_at(steps: Steps) -> list[Table]:
    """The tables of the schema these migrations make."""
    loader = MigrationLoader(None, replace_migrations=False)
    return tables_of(loader.project_state([(app, name) for app, name in steps]).apps)


def lay_down(steps: Steps) -> None:
    """Make the tables of these migrations in a database that has none."""
    executor = MigrationExecutor(connection)
    nodes = {(app, name) for app, name in steps}
    for way in _short_ways(executor.loader):
        replaced = set(executor.loader.disk_migrations[way].replaces)
        if replaced <= nodes:
            nodes = nodes - replaced | {way}
        else:
            executor.loader = MigrationLoader(connection, replace_migrations=False)
    graph = executor.loader.graph
    # Those that no other of them builds on: asking for an earlier one would mean going back to it.
    last = [node for node in nodes if nodes.isdisjoint(graph.node_map[node].children)]
    executor.migrate(sorted(last))


def _short_ways(loader: MigrationLoader) -> set[tuple[str, str]]:
    """The migrations that stand for others, in which they are written as well: a file names those others alone."""
    return {node for node, migration in loader.disk_migrations.items() if migration.replaces}
