"""Answers questions about revision graphs with the real Alembic: one JSON request a line in, one JSON answer a line out.

A request is {"revisions": [[id, down, depends_on, labels], ...], "queries": [{"op": ..., ...}, ...],
"history": true}, revisions in file order. The answer is {"build": error or null, "graph": {...}, "answers": [...]}, where an answer is
{"ok": ...} or {"error": {"kind": "refused" or "crash", "message": ...}}.
"""

import json
import signal
import sys
import warnings

from alembic.runtime.migration import HeadMaintainer
from alembic.script import ScriptDirectory
from alembic.script.revision import Revision
from alembic.script.revision import RevisionError
from alembic.script.revision import RevisionMap
from alembic.util import CommandError

SECONDS = 20


class Anything:
    """Stands in for statements and connections, of which only the rows of the version table matter."""

    as_sql = True

    def __getattr__(self, name):
        return self

    def __call__(self, *args, **kwargs):
        return self

    def __eq__(self, other):
        return self

    __hash__ = None


class Module:
    @staticmethod
    def upgrade(**kwargs):
        pass

    @staticmethod
    def downgrade(**kwargs):
        pass


class Script(Revision):
    """A revision as Alembic makes it from a file, without the file."""

    module = Module
    doc = "message"


class Stuck(BaseException):
    pass


def stuck(*_):
    raise Stuck()


def load(revisions):
    def files():
        for revision_id, down, depends_on, labels in revisions:
            yield Script(
                revision_id,
                tuple(down) if down else None,
                dependencies=tuple(depends_on),
                branch_labels=tuple(labels),
            )

    directory = ScriptDirectory.__new__(ScriptDirectory)
    directory.revision_map = RevisionMap(files)
    return directory


def guarded(work):
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        return {"ok": work()}
    except (CommandError, RevisionError) as error:
        cause = error.__cause__
        detail = str(cause) if cause is not None and str(cause) != str(error) else None
        return {"error": {"kind": "refused", "message": str(error), "detail": detail}}
    except Stuck:
        return {"error": {"kind": "crash", "message": "endless"}}
    except Exception as error:
        return {"error": {"kind": "crash", "message": f"{type(error).__name__}: {error}"}}
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def describe(directory, with_history):
    revision_map = directory.revision_map
    nodes = {key: rev for key, rev in revision_map._revision_map.items() if rev is not None and key == rev.revision}
    history = guarded(lambda: [rev.revision for rev in directory.walk_revisions()]) if with_history else {}
    return {
        "ids": list(nodes),
        "heads": list(revision_map.heads),
        "realHeads": list(revision_map._real_heads),
        "bases": list(revision_map.bases),
        "branchPoints": [key for key, rev in nodes.items() if rev.is_branch_point],
        "mergePoints": [key for key, rev in nodes.items() if rev.is_merge_point],
        "parents": {key: list(rev._normalized_down_revisions) for key, rev in nodes.items()},
        "children": {key: sorted(rev.nextrev) for key, rev in nodes.items()},
        "labels": {key: sorted(rev.branch_labels) for key, rev in nodes.items()},
        "history": history,
    }


def run(steps, rows):
    """The rows after each step, up to the one at which Alembic's own record keeping fails."""
    maintainer = HeadMaintainer(Anything(), rows)
    result = []
    for step in steps:
        done = guarded(lambda: maintainer.update_to_step(step))
        if "error" in done:
            result.append(done["error"]["message"].split(":")[0])
            break
        result.append(sorted(maintainer.heads))
    return result


def plan(steps, rows):
    ids = [step.revision.revision for step in steps]
    return {"revisions": ids, "rows": run(steps, rows)}


def stamp(directory, query):
    rows = tuple(query["rows"])
    steps = directory._stamp_revs(tuple(query["targets"]), rows)
    return {"steps": [[sorted(step.from_), list(step.to_)] for step in steps], "rows": run(steps, rows)}


OPERATIONS = {
    "upgrade": lambda directory, query: plan(
        directory._upgrade_revs(query["target"], tuple(query["rows"])), query["rows"]
    ),
    "downgrade": lambda directory, query: plan(
        directory._downgrade_revs(query["target"], tuple(query["rows"])), query["rows"]
    ),
    "stamp": stamp,
    "show": lambda directory, query: [script.revision for script in directory.get_revisions(query["id"])],
    "get": lambda directory, query: getattr(directory.get_revision(query["id"]), "revision", None),
    "range": lambda directory, query: [
        script.revision for script in directory.walk_revisions(base=query["lower"], head=query["upper"])
    ],
}


def answer(directory, query):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        result = guarded(lambda: OPERATIONS[query["op"]](directory, query))
    if "ok" in result and caught:
        result["warnings"] = [str(each.message) for each in caught]
    return result


def main():
    signal.signal(signal.SIGALRM, stuck)
    for line in sys.stdin:
        request = json.loads(line)
        directory = load(request["revisions"])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            build = guarded(lambda: directory.revision_map._revision_map and None)
        broken = "error" in build
        reply = {
            "build": build.get("error"),
            "graph": None if broken else describe(directory, request["history"]),
            "answers": [] if broken else [answer(directory, query) for query in request["queries"]],
        }
        print(json.dumps(reply), flush=True)


main()
