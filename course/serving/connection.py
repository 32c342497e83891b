"""The browser's connection to a kernel, told not to wait.

A web socket puts small messages together before it sends them (Nagle's algorithm), and the other side may wait 40 ms
before it acknowledges the first of them.  Both are right for large pages and wrong for a slider: three moves in$
took 40 ms longer.  `course lab` asks Jupyter Server for this connection by its own setting.
"""

from __future__ import annotations

from typing import Any

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class PromptConnection(ZMQChannelsWebsocketConnection):  # type: ignore[misc]
    """Jupyter Server's own connection, but each message leaves at once (``TCP_NODELAY``)."""

    def connect(self) -> Any:
        """Connect to the kernel as usual, then tell the socket not to wait."""
        connected = super().connect()
        self.websocket_handler.set_nodelay(True)
        return connected
