"""`learn watch`: a save is answered at once, by a grader that stays warm in a process of its own.

The process at the terminal draws, reads keys and looks at the learner's file; it never imports
torch, so it always answers. The one that grades never sees the terminal.
"""
