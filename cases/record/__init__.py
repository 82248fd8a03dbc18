"""The legal record that cannot be rewritten: the list, the triggers that refuse, the chain that tells."""
