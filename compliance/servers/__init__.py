"""Real servers on loopback that a proof needs: a PostgreSQL and a mail server of its own. Nothing serves from here."""
