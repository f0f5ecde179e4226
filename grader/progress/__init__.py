"""A learner's attempts and what else they did, kept in their workspace, and what they add up to."""
