"""Deny by default: a page nobody gave a rule is closed to everybody, whatever it would have shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.mixins import AccessMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

# Every account's own, whatever its role.
OF_EVERY_ACCOUNT = frozenset(
    {
        "logout", "rotations:home", "rotations:session-list", "rotations:session-end", "rotations:kept-form", "rotations:help", "rotations:glossary",
        "mfa_activate_totp",
        "mfa_generate_recovery_codes",
    }
)  # fmt: skip
# Acts and downloads of one record: it is looked up among those the account may see, and the workflow asks who may.
RULED_BY_THEIR_RECORD = frozenset(
    f"rotations:{name}"
    for name in (
        "plan-move", "rotation-move", "election-act", "step-plan", "step-act", "opinion-ask", "opinion-answer",
        "rotation-extend", "case-correction", "import-template", "import-progress", "import-answer", "import-commit",
        "import-amendment", "import-undo", "import-faulty", "import-source",
        "filter-save", "filter-remove", "columns-choose",  # what the list itself asks for
    )
)  # fmt: skip


def has_a_rule(view: Any, name: str) -> bool:
    """Whether a page says who may open it: by a permission, by being open to strangers, or by standing above."""
    shown_by = getattr(view, "view_class", None)
    return (
        name in OF_EVERY_ACCOUNT | RULED_BY_THEIR_RECORD
        or name.startswith("admin:")  # the back office asks at every page of its own
        or getattr(view, "login_required", True) is False
        or hasattr(view, "redirect_field_name")  # left by permission_required and its kin
        or (shown_by is not None and issubclass(shown_by, AccessMixin))
    )


class ClosedByDefault:
    """Middleware that answers 403 in place of a page without a rule."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the page."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        """Refuse, for who is signed in; everybody else is at the sign-in by now."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not has_a_rule(view, name):
            raise PermissionDenied
