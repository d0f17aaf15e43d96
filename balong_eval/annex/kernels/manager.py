"""How the runner and a kernel talk: on Linux by sockets without port and file, elsewhere by ports of this machine as ever."""

from __future__ import annotations

import sys
import uuid
from typing import Any

from jupyter_client.manager import AsyncKernelManager

LINUX = sys.platform == "linux"


class PortlessManager(AsyncKernelManager):
    """A manager whose kernel takes no port.

    jupyter_client chooses free ports, lets go of them, and the kernel takes them a moment later: under load another program had them by then, and
    the kernel ended with "Address already in use". An abstract socket (unix(7)) has a name of its own, and is gone with its process.
    """

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        if LINUX:
            self.transport, self.ip = "ipc", f"@balong-{uuid.uuid4()}"
