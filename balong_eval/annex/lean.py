"""nbformat without the grammar of internationalised addresses: where JupyterLab is installed, jsonschema builds it for more than a second."""

import sys

GRAMMAR = "rfc3987_syntax"
_absent = GRAMMAR not in sys.modules

if _absent:
    sys.modules[GRAMMAR] = None  # type: ignore[assignment]
try:
    import nbformat
finally:
    if _absent:
        del sys.modules[GRAMMAR]

__all__ = ["nbformat"]
