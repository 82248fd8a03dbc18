"""A backup of the desk, database and documents in one file, and the way back from it. docs/operations.md says how.

Keys and passwords of the installation are not in it: they are in the environment.
"""
