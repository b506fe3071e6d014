"""What is joined to the body: two handles, a lid and its knob. Lengths in metres."""

import numpy as np

import form
from sampling import lerp, smoothstep
from shape import plan, shown_scale

HANDLE_RINGS, HANDLE_SEGMENTS = 32, 20
LID_RINGS, KNOB_RINGS, LID_SEGMENTS = 40, 24, 96
# Highest point of a lid that the camera sees whole, as it is shown.
HIGHEST = 0.355
KNOB = np.array([(0.62, -0.1), (0.42, 0.2), (0.36, 0.5), (0.62, 0.72), (0.95, 0.95), (1.0, 1.2), (0.8, 1.5), (0.45, 1.66), (0.0, 1.7)])


def handle(body, side):
    """Positions [HANDLE_RINGS, HANDLE_SEGMENTS, 3] of the handle to the left (-1) or right (1)."""
    size = form.handles(body.latent)[0 if side < 0 else 1]
    line, out = _handle_line(body, side, size)
    along = np.gradient(line, axis=0)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    across = np.stack([-along[:, 1], along[:, 0]], axis=1) * np.sign(out)
    t = np.linspace(0, 1, HANDLE_RINGS)[:, None]
    joint = 1 + 0.55 * (np.exp(-(t / 0.09) ** 2) + np.exp(-((1 - t) / 0.09) ** 2))
    thick = min(1.0, size / 0.12) * lerp(0.5, 1.0, size) * (0.0036 + 0.0000105 * (body.p["height"] + body.p["belly_width"]))
    turn = side * np.arange(HANDLE_SEGMENTS)[None] * 2 * np.pi / HANDLE_SEGMENTS  # normals point outwards on both sides
    width, height = 1.55 * thick * joint * np.cos(turn), thick * joint * np.sin(turn)
    x = line[:, :1] + across[:, :1] * height
    z = line[:, 1:] + across[:, 1:] * height
    return np.stack([x, width, z], axis=-1)


def _handle_line(body, side, size):
    """Middle line [HANDLE_RINGS, 2] in the plane of x and z, from the upper joint to the lower one; and `side`."""
    wall = _wall(body, side)
    height, latent = body.height, body.latent
    span = lerp(0.14, 0.5, latent["handle_length"]) * height * lerp(0.4, 1.0, size)
    middle = lerp(0.34, 0.78, latent["handle_height"]) * height
    top = min(middle + span / 2, 0.955 * height)
    bottom = max(top - span, 0.1 * height)
    upper, lower = (np.array([np.interp(z, wall[:, 1], wall[:, 0]), z]) for z in (top, bottom))
    between = wall[(wall[:, 1] > bottom) & (wall[:, 1] < top), 0] * side
    farthest = max(between.max(initial=0.0), upper[0] * side, lower[0] * side)
    reach = size * lerp(0.020, 0.036, latent["handle_length"]) * (0.6 + 2.2 * height)
    far = side * (farthest + 1.33 * reach)
    t = np.linspace(0, 1, HANDLE_RINGS)[:, None]
    high = np.array([far, top + 0.10 * span])
    low = np.array([far, bottom + 0.12 * span])
    sunk = np.array([side * 0.0025, 0.0])
    upper, lower = upper - sunk, lower - sunk
    return (1 - t) ** 3 * upper + 3 * t * (1 - t) ** 2 * high + 3 * t ** 2 * (1 - t) * low + t ** 3 * lower, side


def _wall(body, side):
    """Points [N, 2] (x, z) of the outer wall at one side, rising."""
    angle = np.full(len(body.z[body.outer]), 0.0 if side > 0 else np.pi)
    points = body.turned(body.radius[body.outer], body.z[body.outer], body.cut[body.outer], angle)
    keep = np.concatenate([[True], np.diff(np.maximum.accumulate(points[:, 2])) > 0])
    return points[keep][:, [0, 2]]


def lid(body):
    """Positions of lid and knob, [LID_RINGS, LID_SEGMENTS, 3] and [KNOB_RINGS, LID_SEGMENTS, 3]."""
    closed, risen = form.lid(body.latent)
    edge, knob = body.lip_radius + 0.3 * body.lip_width, 0.006 + 0.15 * body.lip_radius
    tall = 0.24 * edge + 1.7 * knob * body.latent["knob"]
    room = min(1.0, (HIGHEST / shown_scale(body.p) - body.lip_z) / tall)
    radius, z = _lid_profile(edge, closed, 0.24 * edge * risen * room)
    top = body.lip_z + z[LID_RINGS // 2 - 1]
    knob_radius, knob_z = _knob_profile()
    size = knob * risen * body.latent["knob"]
    return (_turned(body, radius, body.lip_z - 0.0006 + z),
            _turned(body, size * knob_radius, top + size * min(1.0, room + 0.2) * knob_z))


def _lid_profile(edge, closed, dome):
    """(radius, z above the lip): over the top from the edge to the hole, and back below."""
    half = LID_RINGS // 2
    hole = edge * (1 - closed)
    along = np.linspace(0, 1, half)
    radius = lerp(edge, hole, along)
    thick = (0.0022 + 0.02 * edge) * closed
    round_edge = np.sqrt(np.clip(1 - (1 - np.minimum(along * edge * closed / np.maximum(thick, 1e-6), 1)) ** 2, 0, 1))
    round_hole = np.sqrt(np.clip(1 - (1 - np.minimum((1 - along) * edge * closed / np.maximum(thick, 1e-6), 1)) ** 2, 0, 1))
    round_hole = lerp(round_hole, 1.0, smoothstep(0.85, 1.0, closed))
    surface = dome * (1 - (radius / edge) ** 2) ** 0.8
    top = surface + thick * np.minimum(round_edge, round_hole)
    return np.concatenate([radius, radius[::-1]]), np.concatenate([top, np.maximum(surface - 0.2 * thick, 0)[::-1]])


def _knob_profile():
    """Unit knob (radius, z), each [KNOB_RINGS]: the corners of KNOB, rounded."""
    t, fine = np.linspace(0, 1, len(KNOB)), np.linspace(0, 1, 200)
    kernel = np.hanning(41) / np.hanning(41).sum()
    rounded = [
        np.convolve(np.pad(np.interp(fine, t, values), 20, mode="reflect", reflect_type="odd"), kernel, mode="valid")
        for values in KNOB.T
    ]
    return tuple(np.interp(np.linspace(0, 1, KNOB_RINGS), fine, values) for values in rounded)


def _turned(body, radius, z):
    """Turned around the axis in the plan that the lip has."""
    angle = np.arange(LID_SEGMENTS)[None] * 2 * np.pi / LID_SEGMENTS
    wide = radius[:, None] * plan(angle, 1.0, form.grown(body.latent["squareness"]))
    x = wide * np.cos(angle) + body.shift(z)[:, None]
    return np.stack(np.broadcast_arrays(x, wide * np.sin(angle), z[:, None]), axis=-1)
