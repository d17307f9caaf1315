"""The staff's side of the small chapter: keys of its graded exercises, numbers of all its questions."""
