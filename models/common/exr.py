"""Reads the plain OpenEXR files that Blender writes: scan lines, no compression, all channels 32-bit float."""

import struct

import numpy as np

MAGIC = 20000630


def read_exr(path):
    """{channel name: float32 [H, W]}, top row first; every array is a view of one block."""
    with open(path, "rb") as file:
        data = file.read()
    attributes, position = _read_header(data)
    left, top, right, bottom = struct.unpack("<4i", attributes["dataWindow"])
    width, height = right - left + 1, bottom - top + 1
    names = _channel_names(attributes["channels"])
    if attributes["compression"] != b"\0":
        raise ValueError(f"{path}: compressed EXR files are not read")
    position += 8 * height
    lines = np.frombuffer(data, "<f4", height * (2 + len(names) * width), position)
    lines = lines.reshape(height, 2 + len(names) * width)[:, 2:].reshape(height, len(names), width)
    return {name: lines[:, index] for index, name in enumerate(names)}


def _read_header(data):
    if struct.unpack_from("<i", data)[0] != MAGIC:
        raise ValueError("not an OpenEXR file")
    attributes, position = {}, 8
    while data[position]:
        name, position = _text(data, position)
        _, position = _text(data, position)
        size, = struct.unpack_from("<i", data, position)
        attributes[name] = data[position + 4:position + 4 + size]
        position += 4 + size
    return attributes, position + 1


def _channel_names(block):
    names, position = [], 0
    while block[position]:
        name, position = _text(block, position)
        kind, = struct.unpack_from("<i", block, position)
        if kind != 2:
            raise ValueError(f"channel {name} is not 32-bit float")
        names.append(name)
        position += 16
    return names


def _text(data, position):
    end = data.index(b"\0", position)
    return data[position:end].decode(), end + 1
