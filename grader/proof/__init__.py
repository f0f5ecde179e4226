"""The gate for course content: right and wrong answers prove that each suite tells the truth."""
