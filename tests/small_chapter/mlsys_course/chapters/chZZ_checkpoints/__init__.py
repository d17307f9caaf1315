"""A small chapter, *Checkpoints*: how often to save what may be lost."""
