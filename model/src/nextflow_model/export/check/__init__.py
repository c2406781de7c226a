"""Checks a written bundle of any size on a small machine: its bytes, its shapes, and that one step of it runs."""


class BundleRefused(ValueError):
    """A bundle that does not hold what its bundle.json, or its model's config, says."""
