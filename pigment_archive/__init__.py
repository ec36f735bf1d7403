"""pigment_archive: a curated archive of spectral birthmarks of pigments."""

__version__ = "0.1.0"
