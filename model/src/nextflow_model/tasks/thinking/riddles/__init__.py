"""The riddles that puzzles are composed of."""
