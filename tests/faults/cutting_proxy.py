"""A TCP proxy on loopback that cuts a connection after so many bytes."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading


class CuttingProxy:
    """Forwards to `port`. Each `cut_after` counts the bytes of the next connection, both ways."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._left: int | None = None
        self.carried = 0
        """Bytes of the newest connection."""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def cut_after(self, count: int | None) -> None:
        self._left = count

    def close(self) -> None:
        # Wakes the accept that the thread is in.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            with client, socket.create_connection(("127.0.0.1", self._target)) as server:
                self._forward(client, server)

    def _forward(self, client: socket.socket, server: socket.socket) -> None:
        other = {client: server, server: client}
        self.carried = 0
        with selectors.DefaultSelector() as ready:
            for one in other:
                ready.register(one, selectors.EVENT_READ)
            while True:
                for key, _ in ready.select():
                    source = key.fileobj
                    assert isinstance(source, socket.socket)
                    try:
                        data = source.recv(65536)
                    except OSError:
                        return
                    if self._left is not None:
                        data = data[: self._left - self.carried]
                    self.carried += len(data)
                    if not data:
                        return
                    with contextlib.suppress(OSError):
                        other[source].sendall(data)
                    if self._left is not None and self.carried >= self._left:
                        return
