"""The live view of a culture, for programs that were written for FinalSpark's.

    from wetstack import finalspark, livemea

    finalspark.use("127.0.0.1:7400", token, culture="organoids")
    with livemea.LiveService(port=8080) as live:
        print("point the viewer at", live.address)
        input("Enter ends it")

It speaks what their public clients of 2024 spoke (LiveMEA, its first protocol): Socket.IO over a
WebSocket, ``meaid`` to choose 32 electrodes, then ``livedata`` with 32 x 4096 values as float32. Only for
programs on this computer, and for pages of a browser only if their origin is named: there is no password.
"""

import asyncio
import base64
import hashlib
import json
import secrets
import struct
import threading
from typing import Any, Dict, Optional, Sequence, Tuple

from ._types import WetstackError
from .finalspark import _now, live_view

ELECTRODES = 32
_MOST_MEAS = 4
_MOST_CLIENTS = 8
_MOST_REQUEST = 8_192
_MOST_MESSAGE = 4_096
_REQUEST_SECONDS = 10
_PING_SECONDS = 25
_PONG_SECONDS = 20
_LAST_WORDS_SECONDS = 4
_CLOSING_SECONDS = 5
_LATE_BYTES = 2 * ELECTRODES * 4_096 * 4
_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_DATA = b'451-["livedata",{"buffer":{"_placeholder":true,"num":0}}]'
_TEXT, _BINARY, _CLOSE, _PING, _PONG = 1, 2, 8, 9, 10
_NORMAL, _PROTOCOL, _POLICY, _TOO_BIG, _BROKEN = 1000, 1002, 1008, 1009, 1011


class _Hangup(Exception):
    """Why a client is hung up on: a code of WebSocket's, and words."""

    def __init__(self, code: int, why: str) -> None:
        super().__init__(why)
        self.code = code


class LiveService:
    """Serves the culture that ``finalspark.use`` has named; needs numpy.

    ``address`` is where. A viewer that does not keep up misses blocks, which are counted in ``missed``.
    """

    def __init__(self, port: int = 0, origins: Sequence[str] = ()) -> None:
        """Port 0 takes a free one; ``ValueError`` if the electrodes are no whole arrays of 32."""
        count = len(_now().electrodes)
        if count % ELECTRODES or not 0 < count <= _MOST_MEAS * ELECTRODES:
            raise ValueError(f"the view shows 1 to 4 times 32 electrodes; the culture has {count}")
        self.meas = count // ELECTRODES
        self.missed = 0
        self._origins = tuple(origins)
        self._clients: Dict[asyncio.StreamWriter, Optional[int]] = {}
        self._closed = False
        self._leaving: Optional["asyncio.Task[None]"] = None
        self._live = True
        self._loop = asyncio.new_event_loop()
        try:
            self._server = self._loop.run_until_complete(
                asyncio.start_server(self._serve, "127.0.0.1", port, limit=_MOST_REQUEST)
            )
        except OSError:
            self._loop.close()
            raise
        self.address = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        self._thread = threading.Thread(target=self._run, name="wetstack-live", daemon=True)
        self._thread.start()
        threading.Thread(target=self._read, name="wetstack-live-samples", daemon=True).start()

    def __enter__(self) -> "LiveService":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def close(self) -> None:
        """Hangs up on all viewers. May be called twice."""
        if not self._closed:
            self._closed = True
            self._loop.call_soon_threadsafe(self._end)
            self._thread.join(_CLOSING_SECONDS)

    def _run(self) -> None:
        self._loop.run_forever()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        # What was cancelled comes to its end.
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    def _end(self) -> None:
        self._server.close()
        viewers = list(self._clients)
        self._hang_up(_NORMAL, "the service ends")
        self._leaving = self._loop.create_task(self._leave(viewers))

    async def _leave(self, viewers: Sequence[asyncio.StreamWriter]) -> None:
        """What is on its way to them comes first, if they read."""
        gone = asyncio.gather(*(each.wait_closed() for each in viewers), return_exceptions=True)
        try:
            await asyncio.wait_for(gone, _LAST_WORDS_SECONDS)
        except asyncio.TimeoutError:
            pass
        self._loop.stop()

    def _hang_up(self, code: int, why: str) -> None:
        for writer in list(self._clients):
            _close(writer, code, why)
        self._clients.clear()

    def _read(self) -> None:
        try:
            for block in live_view():
                if self._closed:
                    return
                self._loop.call_soon_threadsafe(self._send, block)
        except WetstackError as e:
            if not self._closed:
                self._loop.call_soon_threadsafe(self._lost, str(e))
        except RuntimeError:
            # The loop has been closed between the two lines above.
            if not self._closed:
                raise

    def _lost(self, why: str) -> None:
        self._live = False
        self._hang_up(_BROKEN, f"no samples come any more: {why}")

    def _send(self, block: Any) -> None:
        bytes_of: Dict[int, bytes] = {}
        for writer, mea in self._clients.items():
            if mea is None:
                continue
            if writer.transport.get_write_buffer_size() > _LATE_BYTES:
                self.missed += 1
                continue
            if mea not in bytes_of:
                rows = block[mea * ELECTRODES : (mea + 1) * ELECTRODES]
                bytes_of[mea] = rows.astype("<f4").tobytes()
            writer.write(_frame(_TEXT, _DATA) + _frame(_BINARY, bytes_of[mea]))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            path, headers = await asyncio.wait_for(_request(reader), _REQUEST_SECONDS)
            status, answer = self._answer(path, headers)
            if status != 101:
                writer.write(_response(status, json.dumps(answer).encode()))
                return
            writer.write(_switch(headers["sec-websocket-key"]))
            self._clients[writer] = None
            await self._talk(reader, writer)
        except _Hangup as e:
            _close(writer, e.code, str(e))
        except (asyncio.TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            # It is gone, or says what no request is: there is nobody to tell.
            pass
        except (ConnectionError, ValueError):
            pass
        finally:
            self._clients.pop(writer, None)
            writer.close()

    def _answer(self, path: str, headers: Dict[str, str]) -> Tuple[int, Any]:
        origin = headers.get("origin")
        if origin is not None and origin not in self._origins:
            return 403, {"error": f"origin {origin} is not among those that were named"}
        path, _, query = path.partition("?")
        if path == "/socket.io/":
            if headers.get("upgrade", "").lower() != "websocket" or "EIO=4" not in query.split("&"):
                return 400, {"error": "only EIO=4 over a WebSocket is served"}
            if not headers.get("sec-websocket-key"):
                return 400, {"error": "Sec-WebSocket-Key is missing"}
            if len(self._clients) >= _MOST_CLIENTS:
                return 503, {"error": f"{_MOST_CLIENTS} viewers are there already"}
            return 101, None
        if path in ("/islive", "/check"):
            return 200, {"status": self._live}
        if path == "/defaultmea":
            return 200, {"index": 0}
        if path.startswith("/layoutmea/") and path[11:] in map(str, range(self.meas)):
            return 200, {"type": 1}
        return 404, {"error": f"there is no {path}"}

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        sid = secrets.token_urlsafe(15)
        opened = {
            "sid": sid,
            "upgrades": [],
            "pingInterval": _PING_SECONDS * 1_000,
            "pingTimeout": _PONG_SECONDS * 1_000,
            "maxPayload": _MOST_MESSAGE,
        }
        writer.write(_frame(_TEXT, b"0" + json.dumps(opened).encode()))
        pings = asyncio.ensure_future(_ping(writer))
        try:
            while True:
                kind, payload = await asyncio.wait_for(
                    _message(reader), _PING_SECONDS + _PONG_SECONDS
                )
                if kind == _PING:
                    writer.write(_frame(_PONG, payload))
                elif kind == _CLOSE:
                    raise _Hangup(_NORMAL, "")
                elif kind == _TEXT:
                    self._hear(payload.decode(), writer)
        except asyncio.TimeoutError:
            raise _Hangup(_POLICY, "no answer to a ping") from None
        finally:
            pings.cancel()

    def _hear(self, said: str, writer: asyncio.StreamWriter) -> None:
        if said.startswith("40"):
            sid = json.dumps({"sid": secrets.token_urlsafe(15)})
            writer.write(_frame(_TEXT, b"40" + sid.encode()))
        elif said == "41":
            raise _Hangup(_NORMAL, "")
        elif said.startswith("42"):
            try:
                event = json.loads(said[2:])
            except ValueError:
                raise _Hangup(_PROTOCOL, "an event is a list in JSON") from None
            if isinstance(event, list) and event[:1] == ["meaid"]:
                mea = event[1] if len(event) == 2 else None
                if type(mea) is not int or not 0 <= mea < self.meas:
                    raise _Hangup(_POLICY, f"meaid is 0 to {self.meas - 1}")
                self._clients[writer] = mea


async def _ping(writer: asyncio.StreamWriter) -> None:
    while True:
        await asyncio.sleep(_PING_SECONDS)
        writer.write(_frame(_TEXT, b"2"))


async def _request(reader: asyncio.StreamReader) -> Tuple[str, Dict[str, str]]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, path, _ = head[0].split(" ", 2)
    if method != "GET":
        raise ValueError("only GET is served")
    pairs = (line.partition(":") for line in head[1:] if line)
    return path, {name.strip().lower(): value.strip() for name, _, value in pairs}


async def _message(reader: asyncio.StreamReader) -> Tuple[int, bytes]:
    """One whole message of a client: its kind, and what is in it."""
    first, second = await reader.readexactly(2)
    if not first & 0x80 or not second & 0x80:
        raise _Hangup(_PROTOCOL, "messages are whole and masked")
    length = second & 0x7F
    if length == 126:
        (length,) = struct.unpack(">H", await reader.readexactly(2))
    if length > _MOST_MESSAGE or second & 0x7F == 127:
        raise _Hangup(_TOO_BIG, f"a message has at most {_MOST_MESSAGE} bytes")
    mask = await reader.readexactly(4)
    masked = await reader.readexactly(length)
    return first & 0x0F, bytes(each ^ mask[i % 4] for i, each in enumerate(masked))


def _frame(kind: int, payload: bytes) -> bytes:
    if len(payload) < 126:
        return bytes([0x80 | kind, len(payload)]) + payload
    if len(payload) < 65_536:
        return struct.pack(">BBH", 0x80 | kind, 126, len(payload)) + payload
    return struct.pack(">BBQ", 0x80 | kind, 127, len(payload)) + payload


def _close(writer: asyncio.StreamWriter, code: int, why: str) -> None:
    writer.write(_frame(_CLOSE, struct.pack(">H", code) + why.encode()[:120]))
    writer.close()


def _switch(key: str) -> bytes:
    accept = base64.b64encode(hashlib.sha1((key + _GUID).encode()).digest()).decode()
    return (
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Accept: {accept}\r\n\r\n"
    ).encode()


def _response(status: int, body: bytes) -> bytes:
    return (
        f"HTTP/1.1 {status} \r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    ).encode() + body
