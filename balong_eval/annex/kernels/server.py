"""The process that kernels are forked from: ``python -m balong_eval.annex.kernels.server SOCKET``; it is never used by hand.

It keeps one thread and no open file beside its socket, so that what it forks starts as clean as a process of its own.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import gc
import importlib
import json
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any, NoReturn

import balong_eval

LIBRARIES = (
    "ipykernel.ipkernel", "ipykernel.kernelapp", "IPython.core.completer", "ipykernel.compiler", "jupyter_client.session", "zmq.eventloop.zmqstream",
    "matplotlib_inline.backend_inline", "matplotlib.backends.backend_agg", "matplotlib.backends.backend_svg", "matplotlib.figure",
    "pyarrow.csv", "python_calamine", "babel.dates", "scipy.special", "jinja2",
)  # fmt: skip
INLINE = "module://matplotlib_inline.backend_inline"
DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG, linux/prctl.h


def serve(channel: socket.socket) -> None:
    """Fork a kernel for each request, a line of JSON; answer with its process id and a descriptor of it, until the runner is gone.

    A runner that is killed while it asks leaves half a line, or nobody to answer; what was forked for it ends with this process.
    """
    preloader = os.getpid()
    for line in channel.makefile("rb"):
        if not line.endswith(b"\n"):
            return
        _reap()
        pid = os.fork()
        if pid == 0:
            channel.close()
            _become(json.loads(line), preloader)
        with contextlib.suppress(OSError):
            os.setpgid(pid, pid)
        handle = os.pidfd_open(pid)
        try:
            socket.send_fds(channel, [str(pid).encode()], [handle])
        except OSError:
            return
        os.close(handle)


def preload() -> None:
    """Import what notebooks and kernels import; no module is changed by it but for caches."""
    os.environ.setdefault("MPLBACKEND", INLINE)
    os.environ.pop("JPY_PARENT_PID", None)
    for name in balong_eval.DOOR:
        getattr(balong_eval, name)
    for name in LIBRARIES:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    gc.collect()
    gc.freeze()


def _become(request: dict[str, Any], preloader: int) -> NoReturn:
    """Be the kernel of a request: its arguments, environment and folder, numbers of its own, and the life of the process it came from."""
    ctypes.CDLL(None).prctl(DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != preloader:
        os._exit(1)
    os.setpgid(0, 0)
    sys.argv = request["argv"]
    os.environ.clear()
    os.environ.update(request["env"])
    os.chdir(request["cwd"])
    numpy = sys.modules.get("numpy")
    if numpy:
        numpy.random.seed()
    from ipykernel import kernelapp

    code = 0
    try:
        kernelapp.launch_new_instance()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    atexit._run_exitfuncs()
    os._exit(code)


def _reap() -> None:
    """Take leave of the kernels that have ended."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass


if __name__ == "__main__":
    if sys.path[0] == "" or Path(sys.path[0]) == Path.cwd():
        del sys.path[0]
    preload()
    serve(socket.socket(fileno=int(sys.argv[1])))
