"""WHAT MAY LEAVE: the disclosure rules, and the only place that can make a `Release`.

Nothing leaves the archive for the public but a `Release`.
"""
