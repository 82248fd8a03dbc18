"""The record of what happened, and who may see and do what."""
