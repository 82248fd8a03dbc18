"""Users, their memberships and how they sign in."""
