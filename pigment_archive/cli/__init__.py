"""DOOR 1: the command line. It parses, calls one workflow, renders and exits; it knows nothing itself.

Commands import their workflow when called, so that `archive --help` stays quick.
"""
