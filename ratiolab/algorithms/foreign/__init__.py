"""Code of others: run where it cannot decide a verdict, and believed only with a verified schedule.

Everything that calls a scheduler or an algorithm from outside does so through `guard.ask`, under the
`policy` in force; docs/your-own-scheduler.md says what that protects from, and what only a process of its
own (`isolated`) does.
"""
