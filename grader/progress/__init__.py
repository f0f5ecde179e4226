"""A learner's attempts and what else they did, kept in their workspace; report and errors only."""
