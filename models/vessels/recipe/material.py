"""The vessel's material. Vertex attributes say where glazes and patterns lie.

dip, bare: metres above the edge of the dip and of the bare foot. thin: 0..1, where glaze runs off. pool: how much darker.
across, along: metres around the vessel from its front, and along its wall.
"""

import bpy
import numpy as np

import glaze
import patterns
import renderer
from colour import lab_to_linear
from form import grown
from nodes import Nodes
from sampling import lerp

ATTRIBUTES = ("dip", "bare", "thin", "pool", "across", "along")
IRON = (0.035, 0.020, 0.013)
CLAY_ROUGHNESS = 0.8


class Glaze:
    """Owns the material; `set` gives it one vessel's colours and numbers."""

    def __init__(self):
        self.material = bpy.data.materials.new("Glaze")
        self.material.use_nodes = True
        tree = self.material.node_tree
        self.nodes = tree.nodes
        surface = tree.nodes["Principled BSDF"]
        n = Nodes(tree)
        bare = n.step(n.attribute("bare"), 0.001, -0.001)
        colour = n.mix(bare, _glazed(n), n.colour("clay"))
        roughness = n.math("MULTIPLY_ADD", bare, n.math("SUBTRACT", CLAY_ROUGHNESS, n.number("roughness")), n.number("roughness"))
        specular = n.math("MULTIPLY_ADD", bare, n.math("SUBTRACT", 0.2, n.number("specular")), n.number("specular"))
        for socket, value in (("Base Color", colour), ("Roughness", roughness), ("Specular", specular)):
            tree.links.new(value, surface.inputs[socket])
        renderer.put_out_distance(tree)

    def set(self, p, latent):
        for name, which in (("base", "base"), ("second", "second")):
            self._set(name, (*lab_to_linear(*(p[f"{which}_{axis}"] for axis in ("lightness", "red", "yellow"))), 1))
        self._set("clay", (*glaze.clay(latent), 1))
        self._set("roughness", lerp(0.72, 0.05, p["gloss"] ** 0.8))
        self._set("specular", lerp(0.2, 0.9, p["gloss"]))
        for name in ("breaking", "mottle", "speckle", "crackle"):
            self._set(name, grown(latent[name]))

    def _set(self, name, value):
        for node in self.nodes:
            if node.name.split(".")[0] == name:
                node.outputs[0].default_value = value


def _glazed(n):
    """Colour of the glazed wall."""
    spots, net, clouds = _patterns(n)
    dip = n.attribute("dip")
    colour = n.mix(n.step(dip, -0.0015, 0.0015), n.colour("base"), n.colour("second"))
    halo = n.math("MULTIPLY", n.step(n.math("ABSOLUTE", dip), 0.006, 0.0), 0.2)
    dark = n.math("ADD", n.attribute("pool"), halo)
    cloud = n.math("MULTIPLY", n.math("SUBTRACT", clouds, 0.5), n.math("MULTIPLY", n.number("mottle"), 0.7))
    colour = n.times(colour, n.math("SUBTRACT", 1.0, n.math("ADD", dark, cloud)))
    lines = n.math("MULTIPLY", net, n.math("MULTIPLY", n.number("crackle"), 0.7))
    colour = n.mix(lines, colour, n.times(colour, (0.30, 0.25, 0.22, 1)))
    thin = n.math("MULTIPLY", n.attribute("thin"), n.number("breaking"))
    colour = n.mix(n.math("MULTIPLY", thin, 0.9), colour, n.colour("clay"))
    speckle = n.number("speckle")
    spot = n.step(n.math("SUBTRACT", n.math("MULTIPLY", speckle, 1.1), spots), 0.0, 0.25)
    return n.mix(n.math("MULTIPLY", spot, 0.85), colour, (*IRON, 1))


def _patterns(n):
    """Spots, net and clouds at a point of the wall; the same to the left and to the right, as training mirrors pictures."""
    along = n.math("ABSOLUTE", n.attribute("across"))
    place = n.new("CombineXYZ", X=n.math("DIVIDE", along, patterns.WIDTH), Y=n.math("DIVIDE", n.attribute("along"), patterns.WIDTH))
    texture = n.new("TexImage", "Color", Vector=place)
    texture.node.image = _pattern_image()
    apart = n.new("SeparateColor", Color=texture)
    return apart, apart.node.outputs[1], apart.node.outputs[2]


def _pattern_image():
    image = bpy.data.images.new("Patterns", patterns.SIZE, patterns.SIZE, float_buffer=True, is_data=True)
    pixels = np.ones((patterns.SIZE, patterns.SIZE, 4), np.float32)
    pixels[..., :3] = patterns.image()
    image.pixels.foreach_set(pixels.ravel())
    image.update()
    return image
