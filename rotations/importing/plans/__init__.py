"""The yearly plan (Biểu 2): who, from where, to where, since when, and the same table out again.

A row goes through `cells` → `resolution` (`person`: who; `ends`: from where to where) → `decision` → `store`.
"""
