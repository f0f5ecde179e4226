"""Every check of a learner's: look at the file, grade it, keep the attempt, say what follows.

Import from the modules: ``place`` is light, for commands that grade nothing.
"""
