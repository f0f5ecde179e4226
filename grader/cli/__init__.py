"""The command `learn`. Only here do errors become text."""
