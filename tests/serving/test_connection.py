"""The connection between browser and kernel leaves no message waiting."""

from types import SimpleNamespace

import pytest
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

from course import cli
from course.serving.connection import PromptConnection


def test_the_socket_is_told_not_to_wait_once_it_is_connected(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[object] = []
    monkeypatch.setattr(ZMQChannelsWebsocketConnection, "connect", lambda self: done.append("connected") or "future")
    handler = SimpleNamespace(set_nodelay=lambda value: done.append(value))
    connection = SimpleNamespace(websocket_handler=handler)
    monkeypatch.setattr(PromptConnection, "__init__", lambda self: None)
    monkeypatch.setattr(PromptConnection, "websocket_handler", connection.websocket_handler)
    assert PromptConnection().connect() == "future"
    assert done == ["connected", True]


def test_the_lab_names_this_connection() -> None:
    assert f"{PromptConnection.__module__}.{PromptConnection.__qualname__}" == cli.CONNECTION
