"""What a person keeps about the lists: filters under a name, and which columns are shown. It touches no record."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from rotations.models import Account, ListColumns, SavedFilter

MOST_FILTERS = 20  # of one person above one list


class HabitRefused(Exception):
    """The filter cannot be kept; the message says what to do."""


@transaction.atomic
def save_filter(account: Account, list_name: str, name: str, query: str) -> SavedFilter:
    """Keep a filter under a name; one of that name above the same list is replaced.

    Raises HabitRefused without a name or a condition, for a text too long, and beyond `MOST_FILTERS`.
    """
    kept = SavedFilter(account=account, list_name=list_name, name=name, query=query)
    try:
        kept.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as wrong:
        raise HabitRefused(_in_words(set(wrong.message_dict))) from wrong
    if not kept.match_key:
        raise HabitRefused(_in_words({"name"}))
    others = SavedFilter.objects.of_list(account, list_name).exclude(match_key=kept.match_key)
    if others.count() >= MOST_FILTERS:
        raise HabitRefused(f"Mỗi danh sách giữ được {MOST_FILTERS} bộ lọc; hãy bỏ bớt một bộ lọc cũ.")
    saved, _is_new = SavedFilter.objects.update_or_create(
        account=account,
        list_name=list_name,
        match_key=kept.match_key,
        defaults={"name": kept.name, "query": kept.query},
    )
    return saved


def _in_words(faulty: set[str]) -> str:
    if "query" in faulty:
        return "Hãy lọc danh sách trước, rồi lưu bộ lọc; điều kiện lọc không được dài quá 1.000 ký tự."
    return "Hãy đặt tên cho bộ lọc, không quá 60 ký tự."


def remove_filter(account: Account, list_name: str, key: int) -> bool:
    """Forget a filter of the account; False when it has none of that key."""
    removed, _by_kind = SavedFilter.objects.of_list(account, list_name).filter(pk=key).delete()
    return bool(removed)


def choose_columns(account: Account, list_name: str, columns: Sequence[str]) -> None:
    """Show these columns from now on; none chosen brings the usual ones back."""
    if columns:
        ListColumns.objects.update_or_create(
            account=account, list_name=list_name, defaults={"columns": ",".join(columns)}
        )
    else:
        ListColumns.objects.of_list(account, list_name).delete()
