"""Files in: what an office sends becomes rows that the rest of the program can trust.

The first half (`guard`, `reading`, `headings`, `row_words`, `row_classes`, `groups`, `repeats`, `layout`, `cells` and
the `…_columns` tables) turns bytes into an understood table and knows neither models nor the clock: `today` is
handed in. Here belong formats, spellings, shapes of tables and the reading of single cells. What a cell *means* for
the records (which unit, which person), verdicts and storing stand on top of it in their own modules. Decisions about a
case do not belong here at all: an imported proposal goes through `workflow` like a typed one.
"""
