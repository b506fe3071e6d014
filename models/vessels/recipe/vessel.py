"""Everything of one vessel as one mesh: body, two handles, lid and knob. The faces are the same for all vessels."""

import numpy as np

import glaze
import parts
import shape

GRIDS = [  # rings, segments
    (shape.RINGS, shape.SEGMENTS),
    (parts.HANDLE_RINGS, parts.HANDLE_SEGMENTS),
    (parts.HANDLE_RINGS, parts.HANDLE_SEGMENTS),
    (parts.LID_RINGS, parts.LID_SEGMENTS),
    (parts.KNOB_RINGS, parts.LID_SEGMENTS),
]
VERTICES = sum(rings * segments for rings, segments in GRIDS)


def build(p, latent):
    """Positions [VERTICES, 3] as the vessel is shown, and {attribute: [VERTICES]} for the material."""
    body = shape.Body(p, latent)
    grids = [body.points(), parts.handle(body, -1), parts.handle(body, 1), *parts.lid(body)]
    surfaces = [glaze.body_surface(body)]
    surfaces += [glaze.part_surface(body, grid, thin) for grid, thin in zip(grids[1:], _thin_parts())]
    points = shape.shown_scale(p) * np.concatenate([grid.reshape(-1, 3) for grid in grids])
    names = surfaces[0]
    return points.astype(np.float32), {name: np.concatenate([s[name].ravel() for s in surfaces]).astype(np.float32) for name in names}


def _thin_parts():
    """Where glaze runs off: the sides of a handle, the edge of a lid."""
    turn = np.arange(parts.HANDLE_SEGMENTS)[None] * 2 * np.pi / parts.HANDLE_SEGMENTS
    sides = 0.8 * np.abs(np.cos(turn)) ** 10
    edge = np.exp(-(np.arange(parts.LID_RINGS)[:, None] / 3.0) ** 2)
    return [sides, sides, edge, np.zeros((1, 1))]


def faces():
    """Vertex indices [N, 4] of all quads, wound so that normals point out of the clay."""
    quads, first = [], 0
    for rings, segments in GRIDS:
        quads.append(first + _grid(rings, segments))
        first += rings * segments
    return np.concatenate(quads)


def _grid(rings, segments):
    ring, segment = np.meshgrid(np.arange(rings - 1), np.arange(segments), indexing="ij")
    a = ring * segments + segment
    b = ring * segments + (segment + 1) % segments
    return np.stack([a, b, b + segments, a + segments], axis=-1).reshape(-1, 4)
