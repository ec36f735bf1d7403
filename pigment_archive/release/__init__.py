"""RELEASE → DEPOSIT PACKAGE: the files of one release, computed from a `Release` alone."""
