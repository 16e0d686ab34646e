"""What awaits an account on a day: one list over calls, steps, opinions, elections, evaluations, ends and papers.

It stands beside `reports` and not in it: a report is handed its rows and knows no permission, while here the account
is the question, and every row comes out of `access`. Nothing is written and nothing decided here; a kind of thing
that is due is one `Source` with the rule behind it.
"""

from rotations.due import calendar
from rotations.due.items import DueItem
from rotations.due.lists import MOST, DueList, due_figures, what_is_due

__all__ = ["MOST", "DueItem", "DueList", "calendar", "due_figures", "what_is_due"]
