"""Cadre rotation: everything the organization board keeps, rules on, moves, takes in and gives out.

Packages stand in layers (see `pyproject.toml`, import contract): vocabulary → models → rules and access →
workflow → importing → reports → views, admin and commands.
"""
