"""What a machine that watches the installation is told."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.db.migrations.executor import MigrationExecutor
from django.utils.timezone import localdate

from rotations import access
from rotations.vocabulary import AuditAction


@pytest.mark.django_db
def test_a_well_installation_says_so_to_anybody(client):
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "database": "ok",
        "migrations": "ok",
        "last_backup": None,
    }


@pytest.mark.django_db
def test_the_day_of_the_last_backup_is_told(client):
    access.note(None, AuditAction.BACKUP, "cadre.backup", row_count=1000)

    assert client.get("/healthz").json()["last_backup"] == localdate().isoformat()


@pytest.mark.django_db
def test_a_missing_migration_is_unwell(client, monkeypatch):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: [("rotations.0009", False)])

    response = client.get("/healthz")

    assert response.status_code == 503
    assert response.json()["migrations"] == "missing"


@pytest.mark.django_db
def test_a_lost_database_is_unwell_and_tells_nothing_more(client, monkeypatch):
    def refuse(*_):
        raise OperationalError("could not connect to 10.0.0.5")

    monkeypatch.setattr(MigrationExecutor, "migration_plan", refuse)

    response = client.get("/healthz")

    assert response.status_code == 503
    assert "10.0.0.5" not in response.content.decode()
