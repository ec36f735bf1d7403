"""The rules of the house, read off the source text: layers, homes of libraries, sizes, habits, words.

Each file holds one rule: a table, a pure checker over source text, the test, and planted violations that
show the checker sees what it is there to see.
"""
