"""Commands that staff and scripts use."""
