"""The request of somebody who has signed in."""

from __future__ import annotations

from django.http import HttpRequest

from rotations.models import Account


class SignedInRequest(HttpRequest):
    """A request behind the sign-in: its user is an account, never anonymous."""

    user: Account
