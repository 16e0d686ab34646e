"""A sheet understood: where its heading is, which column is which, what each row is, what a cell says.

Here belong spellings of headings, shapes of tables, kinds of rows and the reading of single cells, for every kind of
file. Nothing here knows the records or the clock: `today` is handed in.
"""
