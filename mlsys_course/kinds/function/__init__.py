"""Functions that the learner writes."""
