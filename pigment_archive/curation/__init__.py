"""WHAT PEOPLE SAY about files: sheets, profiles and options, each fact with the name of who said it.

A statement is a mapping from a fact's flat name to its value and its source. Statements are joined in one
order, `file < profile < sheet < options`, and the later wins fact by fact. Three things are never overridden
silently: a technique the file itself names (the record waits for review), a tier (an option never makes a row
of a sheet looser), and axis, unit and quantity, which are only filled in where the file leaves them open.
"""
