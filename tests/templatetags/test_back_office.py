"""Tables of rows in the back office, for those who do not see them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.utils.safestring import SafeString

from rotations.templatetags.back_office import sound_table

TABLE = SafeString(
    '<div class="tabular inline-related "><table><tr><th class="original"></th><th>Bước</th><th></th></tr></table></div>'
)


def rows(*, typed: bool) -> SimpleNamespace:
    return SimpleNamespace(has_add_permission=typed, formset=SimpleNamespace(prefix="steps"))


@pytest.mark.parametrize("typed", [True, False])
def test_a_corner_of_a_table_is_no_heading(typed):
    table = sound_table(TABLE, rows(typed=typed))

    assert '<tr><td class="original"></td><th>Bước</th><td></td></tr>' in table


def test_a_table_to_be_read_is_reached_by_keyboard_and_says_which_it_is():
    read, typed = sound_table(TABLE, rows(typed=False)), sound_table(TABLE, rows(typed=True))

    assert read.startswith('<div tabindex="0" role="region" aria-labelledby="steps-heading" class="tabular ')
    assert "tabindex" not in typed
