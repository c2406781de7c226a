"""Asks a checkpoint what it was never trained on, in every ability, and lets independent graders judge the answers."""
