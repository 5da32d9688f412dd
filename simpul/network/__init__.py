"""Partners abroad: who they are, when we met, what was agreed and what came of it.

A package for each topic, with the forms of its pages, its words, its states: `partners` (and their
people; `contacts` reads and writes lists of them), `visits` (and encounters), `agreements`,
`promises` (follow-ups, commitments, policy notes, the board and the year), `passports` (of
productions, for partners; `exchange` is how two nodes talk). What all topics share stands beside
this file.
"""
