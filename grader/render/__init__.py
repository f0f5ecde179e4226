"""Reports as text: what the command line, the notebook and the grade book show and store."""
