"""What jupyter_client starts kernels with: forked from the preloading process where that is possible, ordinary otherwise."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

from balong_eval.annex.kernels import preloader

OURS = [sys.executable, "-m", "ipykernel_launcher"]
STEP = 0.005


class ForkedProvisioner(LocalProvisioner):
    """Kernels of this very Python forked from the preloading process; any other kernel, or without that process, started as ever."""

    process: Any

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel of a command."""
        source = preloader.current()
        forked = source.fork(cmd[2:], kwargs["env"], str(kwargs["cwd"])) if source and cmd[:3] == OURS and kwargs.get("cwd") else None
        if forked is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process, self.pid, self.pgid, self.cwd = forked, forked.pid, forked.pid, kwargs["cwd"]
        return self.connection_info

    async def wait(self) -> int | None:
        """Wait for the kernel's end, in short steps."""
        while self.process and self.process.poll() is None:
            await asyncio.sleep(STEP)
        return await super().wait()
