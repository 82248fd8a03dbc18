"""The proof that the right reader sees, and nobody else."""
