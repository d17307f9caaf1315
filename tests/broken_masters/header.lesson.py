# %% [markdown]
# # A lesson
#
# What you'll do: read. What you'll learn: a law. What you'll need: 10 minutes.
