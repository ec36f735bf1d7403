"""Damaged files by the thousand: no reader may crash, hang, grow or raise anything but a ReadError."""
