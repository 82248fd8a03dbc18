"""The proof that no notice is lost or doubled: the desk as it runs, with everything beneath it failing.

Real worker and beat processes, a broker, a PostgreSQL and a mail server of the
proof's own, in a folder of its own. Started by ``manage.py faults``; never part
of a desk that people use.
"""
