"""A network between a program and a server that can lose things: a proxy on loopback."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from select import select
from threading import Thread

_AT_ONCE = 65536


class Network:
    """Passes everything on until told otherwise.

    `swallow`: when these bytes go to the server, they arrive, but the answer does not come back and
    the connection ends. `cut`: they do not even arrive. Each happens once, and is counted in
    `lost`. `down`: after that nobody gets through any more.
    """

    def __init__(self, server_port: int) -> None:
        self.swallow: bytes | None = None
        self.cut: bytes | None = None
        self.down = False
        self.lost = 0
        self._server_port = server_port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._threads = [Thread(target=self._accept)]
        self._threads[0].start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:  # closed
                return
            if self.down and self.lost:
                client.close()
                continue
            carrying = Thread(target=self._carry, args=(client,))
            carrying.start()
            self._threads.append(carrying)

    def _carry(self, client: socket.socket) -> None:
        server = socket.create_connection(("127.0.0.1", self._server_port))
        with client, server, suppress(OSError):  # one of them goes first
            self._carry_all(client, server)

    def _carry_all(self, client: socket.socket, server: socket.socket) -> None:
        deaf = False
        while True:
            ready, _, _ = select([client, server], [], [])
            if server in ready:
                answer = server.recv(_AT_ONCE)
                if deaf or not answer:
                    return
                client.sendall(answer)
                continue
            said = client.recv(_AT_ONCE)
            if self.cut is not None and self.cut in said:
                self.cut, self.lost = None, self.lost + 1
                return
            if self.swallow is not None and self.swallow in said:
                self.swallow, self.lost, deaf = None, self.lost + 1, True
            if not said:
                return
            server.sendall(said)

    def close(self) -> None:
        """After those who were connected have gone."""
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for thread in self._threads:
            thread.join()


@contextmanager
def network_to(port: int) -> Iterator[Network]:
    network = Network(port)
    try:
        yield network
    finally:
        network.close()
