"""A pytest plugin that writes down what Alembic's own tests ask of revision maps, and what they are answered.

Each line of the file that ALEMBIC_RECORD names is {"revisions": [[id, down, depends_on, labels], ...], "on": "map",
"directory" or "rows", "method": ..., "args": {...}} with "ok" or "error" {"kind": class, "message": ...}, each once;
"grown" says that a revision was added when the map was already filled.
Revisions are taken from the generator as the map is filled, since asking the map itself would load it too early.
"""

import functools
import inspect
import json
import os

from alembic.runtime.migration import HeadMaintainer
from alembic.runtime.migration import StampStep
from alembic.script import ScriptDirectory
from alembic.script.revision import Revision
from alembic.script.revision import RevisionMap

MAP = (
    "get_current_head get_revisions get_revision filter_for_lineage iterate_revisions _get_base_revisions "
    "_get_descendant_nodes _get_ancestor_nodes _topological_sort _walk _parse_downgrade_target _parse_upgrade_target "
    "_get_all_current _resolve_branch"
).split()
DIRECTORY = (
    "walk_revisions get_revisions get_all_current get_revision as_revision_number iterate_revisions get_current_head "
    "get_heads get_base get_bases _upgrade_revs _downgrade_revs _stamp_revs"
).split()

written = set()
target = open(os.environ["ALEMBIC_RECORD"], "w", encoding="utf-8")


def plain(value):
    """A value as JSON; what has no order is a set there too."""
    if value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, Revision):
        return {"revision": value.revision}
    if isinstance(value, (set, frozenset)):
        return {"set": sorted(map(plain, value), key=json.dumps)}
    if isinstance(value, StampStep):
        return {
            "from": list(value.from_),
            "to": list(value.to_),
            "upgrade": value.is_upgrade,
            "branch": value.branch_move,
        }
    if hasattr(value, "is_upgrade"):
        return {"revision": value.revision.revision, "upgrade": value.is_upgrade}
    if isinstance(value, (list, tuple)) or hasattr(value, "__iter__") and not isinstance(value, bytes):
        return list(map(plain, value))
    return {"unknown": repr(value)}


def plain_values(values):
    return {name: plain(value) for name, value in values.items()}


def names(value):
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def entry_of(revision):
    return [
        revision.revision,
        names(revision.down_revision),
        names(revision.dependencies),
        list(revision._orig_branch_labels),
    ]


def write(map_, on, method, args, outcome):
    record = {"revisions": map_.recorded, "on": on, "method": method, "args": args, **outcome}
    if map_.grown:
        record["grown"] = True
    line = json.dumps(record)
    if line not in written and not map_.unreadable and not is_tampered(map_):
        written.add(line)
        target.write(line + "\n")
        target.flush()
    if "_revision_map" in vars(map_) and method != "state":
        write(map_, "map", "state", {}, {"ok": state(map_)})


def is_tampered(map_):
    """Some tests break a map on purpose, in ways in which no files can."""
    filled = vars(map_).get("_revision_map")
    entries = {entry[0]: entry for entry in map_.recorded}
    return filled is not None and any(entry_of(filled[id_]) != entry for id_, entry in entries.items())


def state(map_):
    nodes = {key: rev for key, rev in map_._revision_map.items() if rev is not None and key == rev.revision}
    return {
        "ids": list(nodes),
        "heads": list(map_.heads),
        "realHeads": list(map_._real_heads),
        "bases": list(map_.bases),
        "branchPoints": [key for key, rev in nodes.items() if rev.is_branch_point],
        "mergePoints": [key for key, rev in nodes.items() if rev.is_merge_point],
        "parents": {key: sorted(rev._normalized_down_revisions) for key, rev in nodes.items()},
        "children": {key: sorted(rev.nextrev) for key, rev in nodes.items()},
        "labels": {key: sorted(rev.branch_labels) for key, rev in nodes.items()},
    }


def refused(error):
    return {"error": {"kind": type(error).__name__, "message": str(error)}}


def record(owner, on, method):
    original = getattr(owner, method)
    signature = inspect.signature(original)

    def arguments(self, args, kwargs):
        bound = signature.bind(self, *args, **kwargs)
        bound.apply_defaults()
        return {name: value for name, value in bound.arguments.items() if name not in ("self", "kw")}

    def reusable(args):
        # An iterator can be read only once; a list stands in its place.
        return [list(value) if hasattr(value, "__next__") else value for value in args]

    def noting(items, map_, asked):
        given = []
        try:
            for item in items:
                given.append(plain(item))
                yield item
        except Exception as error:
            write(map_, on, method, asked, refused(error))
            raise
        write(map_, on, method, asked, {"ok": given})

    @functools.wraps(original)
    def recorded(self, *args, **kwargs):
        map_ = self if isinstance(self, RevisionMap) else self.revision_map
        args = reusable(args)
        given = arguments(self, args, kwargs)
        # While a map is being filled, its methods are given what there is of it so far.
        if given.pop("map_", None) is not None or not hasattr(map_, "recorded"):
            return original(self, *args, **kwargs)
        asked = {**plain_values(given), **plain_values(kwargs)}
        try:
            result = original(self, *args, **kwargs)
        except Exception as error:
            write(map_, on, method, asked, refused(error))
            raise
        if inspect.isgenerator(result):
            return noting(result, map_, asked)
        write(map_, on, method, asked, {"ok": plain(result)})
        return result

    setattr(owner, method, recorded)


def record_revisions():
    """Notes what each map is filled with, and what is added to it afterwards."""
    fill, add = RevisionMap.__init__, RevisionMap.add_revision

    def __init__(self, generator):
        self.recorded = []
        self.grown = self.unreadable = False

        def noting():
            self.recorded = []
            self.unreadable = True
            for revision in generator():
                self.recorded.append(entry_of(revision))
                yield revision
            self.unreadable = False

        fill(self, noting)

    def add_revision(self, revision, _replace=False):
        self._revision_map
        entry = entry_of(revision)
        self.grown = True
        if _replace:
            self.recorded = [entry if each[0] == entry[0] else each for each in self.recorded]
        else:
            self.recorded = [*self.recorded, entry]
        try:
            add(self, revision, _replace)
        except Exception as error:
            write(self, "map", "add_revision", {}, refused(error))
            self.unreadable = True
            raise

    RevisionMap.__init__ = __init__
    RevisionMap.add_revision = add_revision


def record_rows():
    """Notes the rows of the version table before and after each step."""
    update = HeadMaintainer.update_to_step

    def update_to_step(self, step):
        asked = {"rows": sorted(self.heads), "step": plain(step)}
        map_ = step.revision_map
        try:
            update(self, step)
        except Exception as error:
            if hasattr(map_, "recorded"):
                write(map_, "rows", "update_to_step", asked, refused(error))
            raise
        if hasattr(map_, "recorded"):
            write(map_, "rows", "update_to_step", asked, {"ok": sorted(self.heads)})

    HeadMaintainer.update_to_step = update_to_step


def record_refused_revisions():
    create = Revision.__init__

    def __init__(self, revision, down_revision, dependencies=None, branch_labels=None):
        try:
            create(self, revision, down_revision, dependencies, branch_labels)
        except Exception as error:
            entry = [revision, names(down_revision), names(dependencies), names(branch_labels)]
            alone = type("Alone", (), {"recorded": [entry], "grown": False, "unreadable": False})()
            write(alone, "map", "add_revision", {}, refused(error))
            raise

    Revision.__init__ = __init__


record_revisions()
record_refused_revisions()
record_rows()
for each in MAP:
    record(RevisionMap, "map", each)
for each in DIRECTORY:
    record(ScriptDirectory, "directory", each)
