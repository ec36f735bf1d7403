"""What people look at: static SVG plots and self-contained HTML pages that open offline.

A page is made from results; it never reads the archive.
"""
