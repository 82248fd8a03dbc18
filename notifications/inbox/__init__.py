"""The demonstration's mailbox: a real SMTP server on loopback that keeps what it receives, and a page to read it."""
