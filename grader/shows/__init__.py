"""The show pieces: what a learner's own answer can do, apart from grading."""
