"""What Schemathesis has to know of this gateway: ids that there are, and how JSON Lines are sent."""

import json
import os

import schemathesis

# By the name of the path's variable. Without them no request would get beyond a 404.
IDS = json.loads(os.environ["NEXTFLOW_FUZZ_IDS"])


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    """Every other id is one that there is."""
    return {
        name: IDS[name] if name in IDS and len(str(value)) % 2 == 0 else value
        for name, value in (path_parameters or {}).items()
    }


@schemathesis.serializer("application/jsonl", "application/x-ndjson")
def lines(context, value):
    return value.encode() if isinstance(value, str) else json.dumps(value).encode()
