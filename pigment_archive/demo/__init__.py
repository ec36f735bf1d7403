"""The simulated starter collection and the literature table it is drawn from.

Every spectrum says, in the way of its file format, that it is simulated; equal seeds give equal bytes.
"""
