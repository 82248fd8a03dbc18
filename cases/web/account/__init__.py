"""What people manage of their own account."""
