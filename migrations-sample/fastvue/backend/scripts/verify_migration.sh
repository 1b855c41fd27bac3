#!/usr/bin/env bash
# Exit 0 when the database stands at the newest revision, 1 when it is behind, 2 when that can't be read.
set -uo pipefail

ALEMBIC=${ALEMBIC:-docker compose exec -T backend alembic}

revisions() { sed -n 's/^\([A-Za-z0-9_]\{1,\}\)\( .*\)\{0,1\}$/\1/p' | sort; }

# $ALEMBIC is a command with arguments, so it is split on purpose.
if ! heads=$($ALEMBIC heads 2>/dev/null) || ! current=$($ALEMBIC current 2>/dev/null); then
    echo "Cannot ask Alembic: $ALEMBIC" >&2
    exit 2
fi

heads=$(revisions <<<"$heads")
current=$(revisions <<<"$current")
if [[ "$heads" == "$current" ]]; then
    echo "Up to date at $heads"
else
    echo "Migration needed: at ${current:-nothing}, newest is $heads"
    exit 1
fi
