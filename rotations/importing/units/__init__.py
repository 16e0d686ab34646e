"""The register of units with their other names, codes and seats.

A row goes through `cells` → `identity` and `parents` → `decision` → `store`.
"""
