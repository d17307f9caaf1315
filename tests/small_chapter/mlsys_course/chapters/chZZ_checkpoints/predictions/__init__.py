"""What the lesson asks learners to predict."""
