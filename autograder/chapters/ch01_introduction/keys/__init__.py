"""Keys of the Introduction chapter."""
