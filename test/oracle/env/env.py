"""Runs the revisions of any project on the database named by DATABASE_URL, without the project's application.

PROJECT_ROOTS names folders (separated as on PATH) from which revisions may import. What can't be imported becomes a
placeholder; a revision that then does something with it fails by itself.
"""

import builtins
import os
import sys
import types

import sqlalchemy as sa
from alembic import context

ROOTS = [root for root in os.environ.get("PROJECT_ROOTS", "").split(os.pathsep) if root]


class Placeholder(types.ModuleType):
    """Takes every attribute, call and subscript; a class may inherit from it."""

    __path__: list = []

    def __init__(self, name="placeholder", *args, **kwargs):
        super().__init__(str(name))

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Placeholder(f"{self.__name__}.{name}")

    def __call__(self, *args, **kwargs):
        return args[0] if len(args) == 1 and callable(args[0]) and not kwargs else Placeholder(self.__name__)

    def __getitem__(self, key):
        return Placeholder(self.__name__)

    def __iter__(self):
        return iter(())

    def __mro_entries__(self, bases):
        return (object,)


def lenient_import(name, globals=None, locals=None, fromlist=(), level=0):
    try:
        return real_import(name, globals, locals, fromlist, level)
    except Exception:
        importer = (globals or {}).get("__file__") or ""
        if not any(importer.startswith(root) for root in ROOTS):
            raise
        full = name if level == 0 else f"{(globals or {}).get('__package__') or 'project'}.{name}"
        parts = full.split(".")
        for count in range(1, len(parts) + 1):
            sys.modules.setdefault(".".join(parts[:count]), Placeholder(".".join(parts[:count])))
        return sys.modules[full] if fromlist else sys.modules[parts[0]]


def accept_strings():
    """SQLAlchemy 2 wants `text()`; migrations that are older than it give strings."""
    execute = sa.engine.Connection.execute

    def lenient_execute(self, statement, *args, **kwargs):
        if isinstance(statement, str):
            if args and isinstance(args[0], (list, tuple)) or "%(" in statement or "%%" in statement:
                return self.exec_driver_sql(statement, *args)
            statement = sa.text(statement)
            if kwargs and not args:
                return execute(self, statement, kwargs)
        return execute(self, statement, *args, **kwargs)

    sa.engine.Connection.execute = lenient_execute


real_import = builtins.__import__
builtins.__import__ = lenient_import
sys.path[:0] = ROOTS
accept_strings()

engine = sa.create_engine(os.environ["DATABASE_URL"], poolclass=sa.pool.NullPool)
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=sa.MetaData(),
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
