"""The public register: pages for everybody, without a session."""
