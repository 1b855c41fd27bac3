"""Runs the revisions of any project on the database named by DATABASE_URL, without the project's application.

NAMING_CONVENTION is the project's, as JSON. PROJECT_ROOTS names folders (separated as on PATH) from which revisions may import. What can't be imported becomes a
placeholder; a revision that then does something with it fails by itself. Where `upgrade` takes parameters, it is given
what env.py files hand over: `op`, and tables by name as the database has them.
"""

import builtins
import inspect
import json
import os
import sys

import sqlalchemy as sa
from alembic import context, op
from alembic.runtime.migration import RevisionStep

ROOTS = [root for root in os.environ.get("PROJECT_ROOTS", "").split(os.pathsep) if root]


class Placeholder(str):
    """Takes every attribute, call and subscript, and is a text; a class may inherit from it."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Placeholder("placeholder")

    def __call__(self, *args, **kwargs):
        return args[0] if len(args) == 1 and callable(args[0]) and not kwargs else Placeholder("placeholder")

    def __getitem__(self, key):
        return Placeholder("placeholder")

    def __iter__(self):
        return iter(())

    def __or__(self, other):
        return self

    __ror__ = __or__

    def __mro_entries__(self, bases):
        return (Stand,)


class Stand:
    def __init__(self, *args, **kwargs):
        pass


def lenient_import(name, globals=None, locals=None, fromlist=(), level=0):
    try:
        return real_import(name, globals, locals, fromlist, level)
    except Exception as problem:
        importer = (globals or {}).get("__file__") or ""
        if not any(importer.startswith(root) for root in ROOTS):
            raise
        if name not in missing:
            missing.add(name)
            print(f"placeholder for {name}: {type(problem).__name__}: {problem}", file=sys.stderr)
        full = name if level == 0 else f"{(globals or {}).get('__package__') or 'project'}.{name}"
        parts = full.split(".")
        for count in range(1, len(parts) + 1):
            module = sys.modules.setdefault(".".join(parts[:count]), Placeholder("placeholder"))
            parent = sys.modules.get(".".join(parts[: count - 1]))
            if parent is not None and not isinstance(parent, Placeholder) and not hasattr(parent, parts[count - 1]):
                setattr(parent, parts[count - 1], module)
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


class Tables:
    def __getattr__(self, name):
        return sa.Table(name, sa.MetaData(), autoload_with=op.get_bind())


def fill_parameters():
    """`upgrade(op, tables, tester)` is called by projects whose env.py hands these over."""
    given = {"op": op, "tables": Tables()}
    prepare = RevisionStep.__init__

    def prepare_lenient(self, revision_map, revision, is_upgrade):
        prepare(self, revision_map, revision, is_upgrade)
        function = self.migration_fn
        names = list(inspect.signature(function).parameters)
        self.migration_fn = lambda **_: function(**{name: given.get(name, Placeholder("placeholder")) for name in names})

    RevisionStep.__init__ = prepare_lenient


missing: set = set()
real_import = builtins.__import__
builtins.__import__ = lenient_import
sys.path[:0] = ROOTS
accept_strings()
fill_parameters()

engine = sa.create_engine(os.environ["DATABASE_URL"], poolclass=sa.pool.NullPool)
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=sa.MetaData(naming_convention=json.loads(os.environ.get("NAMING_CONVENTION") or "null")),
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
