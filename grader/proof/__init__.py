"""The gate for course content: known right and wrong answers prove that each suite tells the truth."""
