"""The runner's end of the preloading process: start it, ask it for kernels, end it."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from typing import Any

SERVER = "balong_eval.annex.kernels.server"
PROVISIONER = "balong-forked"
SUPPORTED = sys.platform == "linux" and hasattr(os, "pidfd_open")
DIED = 1

_running: list[Preloader] = []


class Forked:
    """A kernel forked by the preloader, with the part of `subprocess.Popen` that jupyter_client uses; its exit code is not known."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, handle: int) -> None:
        self.pid = pid
        self.handle = handle

    def poll(self) -> int | None:
        """None while it runs."""
        return DIED if self._ended(0) else None

    def wait(self) -> int:
        """Wait for its end, and let go of it."""
        self._ended(None)
        os.close(self.handle)
        self.handle = -1
        return DIED

    def send_signal(self, signum: int) -> None:
        """Send a signal, to this process and no other that may have its number."""
        signal.pidfd_send_signal(self.handle, signum)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def _ended(self, milliseconds: int | None) -> bool:
        if self.handle < 0:
            return True
        watch = select.poll()
        watch.register(self.handle, select.POLLIN)
        return bool(watch.poll(milliseconds))


class Preloader:
    """The process that kernels are forked from. It ends when this one does, however that comes, and its kernels with it."""

    def __init__(self) -> None:
        self.channel, theirs = socket.socketpair()
        self.turn = threading.Lock()
        self.ended = False
        command = [sys.executable, "-m", SERVER, str(theirs.fileno())]
        try:
            self.process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, start_new_session=True)
        finally:
            theirs.close()

    def fork(self, argv: list[str], env: Mapping[str, str], cwd: str) -> Forked | None:
        """A fresh kernel, or None where the process is not there to give one.

        Raises
        ------
        RuntimeError
            When the process was ended on purpose: no other kernel is to take its place.
        """
        request = json.dumps({"argv": argv, "env": dict(env), "cwd": cwd}) + "\n"
        with self.turn:
            try:
                self.channel.sendall(request.encode())
                pid, handles, _, _ = socket.recv_fds(self.channel, 32, 1)
            except OSError:
                pid, handles = b"", []
        if self.ended:
            raise RuntimeError("the preloading process was ended")
        return Forked(int(pid), handles[0]) if pid else None

    def end(self) -> None:
        """End the process and every kernel that it still has."""
        self.ended = True
        self.process.kill()

    def close(self) -> None:
        """End the process, and let go of it."""
        self.end()
        self.process.wait()
        self.channel.close()


@contextlib.contextmanager
def preloaded() -> Iterator[None]:
    """While it lasts, kernels of this process are forked from a preloading one; inside another such block it does nothing.

    The process is started first, so that its imports and those of this one overlap. Where the package is on the path only and not installed,
    jupyter_client does not know our provisioner, and kernels are ordinary.
    """
    if not SUPPORTED or _running:
        yield
        return
    try:
        preloader = Preloader()
    except OSError:
        yield
        return
    factory = _factory()
    before = factory.default_provisioner_name
    if PROVISIONER in factory.provisioners:
        factory.default_provisioner_name = PROVISIONER
    _running.append(preloader)
    try:
        yield
    finally:
        preloader.close()
        factory.default_provisioner_name = before
        _running.remove(preloader)


def current() -> Preloader | None:
    """The preloading process, where there is one."""
    return _running[-1] if _running else None


def end() -> None:
    """End the preloading process, where there is one, and with it every kernel that it has."""
    source = current()
    if source:
        source.end()


def _factory() -> Any:
    from jupyter_client.provisioning import KernelProvisionerFactory

    return KernelProvisionerFactory.instance()
