"""An installation of the first schema, with people and cases in it, brought to this one: nothing lost, values right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from rotations.checking import check_data
from rotations.keeping import back_up, restore
from rotations.models import (
    Decision,
    DossierTemplateItem,
    ElectionSession,
    ImportRow,
    Official,
    RatingBand,
    RatingScale,
    RegulationParameter,
    Rotation,
    RotationPost,
)
from tests.keeping.first_schema import FirstOffice, lay_down
from tests.keeping.laid_down import schema
from tests.keeping.offices import inside, rows
from tests.keeping.test_restore import AT
from tests.models.test_reference_data import LOADED

pytestmark = pytest.mark.django_db
# Columns that were taken away on purpose: the file itself, which is kept, says what its cells held.
TAKEN_AWAY = {("rotations_importrow", "cells"), ("rotations_importrow", "before")}


# A parameter that no rule ever read; what the rating text says of the share of excellent people is a row of its scale.
GONE = "excellent_quota_percent"


# Rows that went into a table of another name, each under its own key.
NAMED_ANEW = {"rotations_rotation_left_posts": "rotations_leftpost"}


def _values(models: Any) -> dict[str, dict[Any, dict[str, Any]]]:
    """Table → key → column → value, as these models read it."""
    return {
        model._meta.db_table: {
            row["pk"]: row
            for row in model._base_manager.order_by("pk").values(
                "pk", *(field.attname for field in model._meta.concrete_fields)
            )
        }
        for model in models
        if model._meta.app_label == "rotations"
    }


@pytest.fixture(scope="module")
def upgraded(offices, tmp_path_factory) -> Iterator[tuple[str, dict[str, Any], Any]]:
    """The first office after the upgrade in its place, what it held before, and a backup from before."""
    url = offices.new("first", migrated=False)
    file = tmp_path_factory.mktemp("first") / "first.backup"
    with inside(url):
        then = lay_down()
        FirstOffice(then).fill()
        before = _values(then.get_models(include_auto_created=True))
        back_up(file, at=AT)
        call_command("migrate", verbosity=0)
    return url, before, file


def test_every_row_of_then_is_there_with_every_value_it_had(upgraded):
    url, before, _file = upgraded
    with inside(url):
        after = _values(apps.get_models(include_auto_created=True))

    for then, held in before.items():
        table = NAMED_ANEW.get(then, then)
        for key, row in held.items():
            if row.get("code") == GONE and table.endswith("regulationparameter"):
                assert key not in after[table] or table.startswith("rotations_historical")
                continue
            kept = {name: value for name, value in row.items() if (table, name) not in TAKEN_AWAY}
            now = {name: value for name, value in after[table][key].items() if name in kept}
            assert _plain(now) == _plain(kept), (table, key)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: bytes(value) if isinstance(value, memoryview) else value for name, value in row.items()}


def test_what_the_upgrades_moved_is_right(upgraded):
    url, _before, _file = upgraded
    with inside(url):
        assert Decision.objects.get().number_key == "5a"
        assert list(ImportRow.objects.order_by("pk").values_list("row_number", "place")) == [(7, 7), (9, 9)]
        sessions = ElectionSession.objects.order_by("pk")
        assert [
            (one.rotation_post_id, one.session_on, one.result, one.votes_for, one.votes_total)
            for one in sessions
        ] == [
            (post.pk, post.session_on, post.result, post.votes_for, post.votes_total)
            for post in RotationPost.objects.order_by("pk")
        ]
        assert {one.history.get().history_type for one in sessions} == {"+"}
        named = DossierTemplateItem.objects.filter(name__startswith="Giấy chứng nhận sức khỏe")
        assert {paper.kind for paper in named} == {"health_certificate"}
        assert RatingScale.objects.exists()
        assert RegulationParameter.objects.filter(code="local_unit_level").exists()


def test_the_upgraded_installation_breaks_nothing_that_must_hold(upgraded):
    url, _before, _file = upgraded
    with inside(url):
        assert list(check_data()) == []
        assert Rotation.objects.for_listing().count() == Official.objects.count() == 2


def test_a_new_installation_has_the_very_schema_of_an_upgraded_one(upgraded):
    """New ones are laid down in one step (0001_squashed_0037_trail_guards), which must lead to the same place."""
    url, _before, _file = upgraded
    new = schema()
    with inside(url):
        assert schema() == new


def test_a_new_installation_knows_what_an_upgraded_one_knows(upgraded):
    url, _before, _file = upgraded
    models = apps.get_models(include_auto_created=True)
    new = _values(models)
    with inside(url):
        old = _values(models)

    assert sum(map(len, new.values())) > 1000
    for table, held in new.items():
        for key, row in held.items():
            assert _timeless(old[table].get(key, {})) == _timeless(row), (table, key)
    for model in (*LOADED, RatingScale, RatingBand):
        table = model._meta.db_table
        assert new[table].keys() == old[table].keys(), table


def _timeless(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in {"history_date", "changed_at"}}


def test_a_backup_of_the_first_schema_is_restored_and_brought_up_to_date(offices, upgraded):
    url, _before, file = upgraded
    with inside(url):
        wanted = rows()
    with inside(offices.new("latest")):
        restore(file)

        found = rows()
        assert list(check_data()) == []
        assert connection.introspection.table_names()
    for table in wanted:
        assert len(found[table]) == len(wanted[table]), table
