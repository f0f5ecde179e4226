"""Every version of a learner's file, and the changes that commands make to it."""
