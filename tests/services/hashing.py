"""Passwords hashed as on the desk, at the least cost: the cast is made anew for every test."""

from __future__ import annotations

from django.contrib.auth import hashers


class Argon2PasswordHasher(hashers.Argon2PasswordHasher):
    time_cost = 1
    memory_cost = 8
    parallelism = 1
