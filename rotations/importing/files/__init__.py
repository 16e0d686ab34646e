"""Bytes in, sheets of plain cell values out, within bounds, whatever an office calls its file.

One file for each family of formats; `reading` tells which, by content. Here belong formats, encodings and limits.
What a row or a cell means belongs to `tables` and above.
"""
