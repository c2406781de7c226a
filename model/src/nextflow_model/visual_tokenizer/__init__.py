"""Dual-codebook multi-scale visual tokenizer: pictures <-> codes."""
