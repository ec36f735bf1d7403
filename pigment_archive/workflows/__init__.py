"""ONE VERB PER FILE: verb(archive, ...) -> Report. The only place where legs meet.

A report is frozen and says itself as JSON; a workflow never prints and never reads the environment.
"""
