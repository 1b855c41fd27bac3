"""Says what the real Alembic makes of a project or of one revision file: JSON requests in, answers out, one a line.

{"cwd": ..., "ini": path or null, "toml": path or null, "section": ..., "script_location": path or null} is answered with the
script directory, the version locations, the revisions in load order, heads and history; {"file": path} with its header.
"""

import json
import os
import sys
import warnings
from pathlib import Path

from alembic.config import Config
from alembic.script import Script
from alembic.script import ScriptDirectory
from alembic.util import to_tuple


def header(script):
    return {
        "revision": script.revision,
        "down": list(to_tuple(script.down_revision, default=())),
        "dependsOn": list(to_tuple(script.dependencies, default=())),
        "branchLabels": sorted(script._orig_branch_labels),
        "message": script.doc,
    }


def project(request):
    os.chdir(request["cwd"])
    before = list(sys.path)
    config = Config(request["ini"], toml_file=request["toml"], ini_section=request["section"])
    if request["script_location"]:
        config.set_main_option("script_location", request["script_location"])
    try:
        sys.path.insert(0, request["cwd"])
        directory = ScriptDirectory.from_config(config)
        files = []
        for script in directory._load_revisions():
            files.append({**header(script), "file": script.path})
        return {
            "script": os.path.abspath(directory.dir),
            "versions": [str(place) for place in directory._version_locations],
            "files": files,
            "heads": directory.get_heads(),
            "history": [script.revision for script in directory.walk_revisions()],
        }
    finally:
        sys.path[:] = before
        for name in [name for name in sys.modules if name == "shop" or name.startswith("shop.")]:
            del sys.modules[name]


class Directory:
    sourceless = False


def main():
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if "file" in request:
                reply = {"ok": header(Script._from_path(Directory, Path(request["file"])))}
            else:
                reply = {"ok": project(request)}
        except Exception as error:
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply, default=repr), flush=True)


main()
