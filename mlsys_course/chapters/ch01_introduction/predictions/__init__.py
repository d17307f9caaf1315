"""What the lessons ask learners to predict, section by section."""
