"""The needs of units (Biểu 1): whom a unit asks for, whom it offers, and the same table out again.

A row goes through `cells` → `resolution` (`person`: whom it proposes) → `store`.
"""
