"""Byte-level byte-pair encoding: the file format of Hugging Face, the training and encoding of our own."""
