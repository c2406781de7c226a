"""Draws pictures for prompts never trained on and lets the judge read them back."""
