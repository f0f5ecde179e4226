"""A course as archives: for learners, for the platforms that grade, for other authors.

A release is a numbered immutable version of a course. The same files make the same bytes.
"""
