"""Training of the visual tokenizer and of the transformer, each one resumable command."""
