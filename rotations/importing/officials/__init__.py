"""The register of officials: the fields of their 2C form and the posts they hold, in rounds, however long it is.

A row goes through `cells` → `who` → `posts` and `fields` → `store`, against `people` and `seats`.
"""
