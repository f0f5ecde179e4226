"""What works on this machine and in this workspace, and what to do about the rest."""
