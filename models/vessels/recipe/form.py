"""The undeclared numbers of form, and what they come to for one vessel."""

from sampling import lerp, smoothstep

# name -> (lowest, highest), each drawn uniformly. Where a range begins below 0 and the number is a size, there is nothing
# of it below 0: half of the vessels go without handles, waist or lid. Numbers with a side are negative to the left.
LATENT = {
    "foot_height": (0.0, 1.0),      # of the foot ring, up to 15 % of the height
    "foot_flare": (0.0, 1.0),       # how much narrower than the foot the ring is where it meets the body
    "shoulder": (0.0, 1.0),         # from sloping to square
    "neck_length": (0.0, 1.0),      # from none to half of what is above the belly
    "waist": (-1.0, 1.0),           # pinch between belly and neck
    "lip_thickness": (0.0, 1.0),    # from a thin edge to a roll of clay
    "rim_wave": (-1.0, 1.0),        # rise and fall of the lip
    "squareness": (-1.0, 1.0),      # from a round plan to a square one
    "twist": (-1.0, 1.0),           # of facets and flutes, radians from foot to lip
    "relief_depth": (0.0, 1.0),     # of facets and flutes
    "throwing_rings": (0.0, 1.0),   # traces of the fingers, up to 0.6 mm high
    "lean": (-0.05, 0.05),          # sideways per unit of height
    "sway": (-1.0, 1.0),            # of the axis, out at a third of the height and back at two thirds
    "handle_size": (-1.0, 1.0),     # from none to large
    "handle_side": (-1.0, 1.0),     # one to the left, two, one to the right
    "handle_height": (0.0, 1.0),    # of the handles' middle on the body
    "handle_length": (0.0, 1.0),    # from a lug to a handle over half of the height
    "spout": (-1.0, 1.0),           # lip drawn out to the left or to the right
    "lid": (-1.0, 1.0),             # the lip closes inwards, then a lid rises
    "knob": (0.0, 1.0),             # on the lid
}


def grown(value):
    """Size of what may be absent: 0 up to 0, then rising evenly."""
    return max(0.0, value)


def spouts(latent):
    """Length of the drawn lip (left, right), 0..1; there is none near 0."""
    size = smoothstep(0.35, 1.0, abs(latent["spout"]))
    return (size, 0.0) if latent["spout"] < 0 else (0.0, size)


def handles(latent):
    """Size of the handles (left, right), 0..1. A handle gives way to a spout on its side."""
    size, side, spout = grown(latent["handle_size"]), latent["handle_side"], spouts(latent)
    size *= 2.0 - size  # large ones are the more common
    return tuple(
        float(size * smoothstep(-0.7, -0.35, toward * side) * (1.0 - smoothstep(0.0, 0.4, length)))
        for toward, length in zip((-1, 1), spout)
    )


def lid(latent):
    """How far the mouth is closed, and how far the lid has risen then, each 0..1."""
    size = grown(latent["lid"])
    return float(smoothstep(0.0, 0.4, size)), float(smoothstep(0.35, 1.0, size))


def relief(surface, latent):
    """Depth of facets or flutes, as a fraction of what `shape` cuts at most."""
    return lerp(0.45, 1.0, latent["relief_depth"]) if surface == "faceted" else lerp(0.3, 1.3, latent["relief_depth"])
