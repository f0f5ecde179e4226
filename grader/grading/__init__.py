"""Grading: submissions in, one report each out. A class of a thousand is the same as one."""
