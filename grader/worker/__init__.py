"""The worker: where a submission runs, and the trusted side's end of the line to it."""
