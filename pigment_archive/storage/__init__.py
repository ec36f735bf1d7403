"""KEEP AND FIND: accessions and their ledger are the truth; the index is a copy that can be made again.

Invariants: only `files` writes; nothing is half written; what the ledger names is there, byte for byte.
"""
