"""One graph per file; a file's `build` returns the finished GraphBuilder.

B batch, S positions, n positions of a scale, D hidden size, V visual codes, Vt text ids, C code width, M cache length.
"""
