"""Tables out: each report is `HEADINGS` and a generator of plain tuples; `files` turns rows into a file, once.

The view hands in the queryset the account may see. Nothing here writes to the database or asks for a permission.
"""
