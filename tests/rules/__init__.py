"""The pure rules, tested from the procedure: no database, no clock."""
