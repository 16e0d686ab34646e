"""Files in: what an office sends becomes rows that the rest of the program can trust.

`files` makes sheets of bytes and `tables` rows of sheets; neither knows models or the clock. Each kind of file then
has a package that says what its rows mean for the records: `plans`, `needs`, `units`, `officials`. Beside them stands
what all kinds share: `taking_in`, the one door, with the record of a file (`batches`), what it wrote (`journal`,
`undoing`), what it asks (`findings`, `questions`) and the work away from the page (`background`). `sheets` are the back
office's small registers. Decisions about a case do not belong here at all: an imported proposal goes through
`workflow` like a typed one.
"""
