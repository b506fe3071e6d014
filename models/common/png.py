"""Writes PNG files with nothing but zlib; the same pixels always give the same bytes."""

import struct
import zlib

import numpy as np

from files import write_whole

COLOUR_TYPE = {1: 0, 2: 4, 3: 2, 4: 6}
FILTER_UP = 2


def write_png(path, pixels):
    """Writes uint8 or uint16 [H, W, 1..4]; the file appears under its name only when complete."""
    height, width, channels = pixels.shape
    depth = pixels.dtype.itemsize * 8
    rows = np.ascontiguousarray(pixels.astype(">u2" if depth == 16 else "u1")).view(np.uint8).reshape(height, -1)
    above = np.vstack([np.zeros_like(rows[:1]), rows[:-1]])
    filtered = np.hstack([np.full((height, 1), FILTER_UP, np.uint8), rows - above])
    header = struct.pack(">IIBBBBB", width, height, depth, COLOUR_TYPE[channels], 0, 0, 0)
    parts = [_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(filtered.tobytes(), 5)), _chunk(b"IEND", b"")]
    write_whole(path, b"\x89PNG\r\n\x1a\n" + b"".join(parts))


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def read_png(path):
    """Reads back a file that `write_png` wrote."""
    with open(path, "rb") as file:
        data = file.read()
    width, height, depth, colour_type = struct.unpack_from(">IIBB", data, 16)
    channels = {kind: count for count, kind in COLOUR_TYPE.items()}[colour_type]
    size, = struct.unpack_from(">I", data, 33)
    rows = np.frombuffer(zlib.decompress(data[41:41 + size]), np.uint8).reshape(height, -1)[:, 1:]
    raw = np.cumsum(rows, axis=0, dtype=np.uint8)
    return raw.view(">u2" if depth == 16 else "u1").reshape(height, width, channels)
