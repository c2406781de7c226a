"""Decoder-only transformer over text tokens and picture scales: Qwen2 blocks with multiscale 3D rotary positions."""
