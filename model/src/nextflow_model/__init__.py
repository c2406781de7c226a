"""Reference model of NextFlow: procedural world, judge, tokenizers, transformer and export."""
