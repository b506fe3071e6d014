"""Shaders of the house. Patterns begin at the house's corner; nothing in them is left to chance."""

import bpy

from renderer import put_out_distance


COURSE, BOARD, TILE_COURSE = 0.5, 0.4, 0.6   # metres; larger than real ones, so that small pictures show them


class Tree:
    """Nodes written as expressions; sockets and numbers may be given alike."""

    def __init__(self, tree):
        self.tree = tree

    def node(self, kind, inputs, **settings):
        node = self.tree.nodes.new("ShaderNode" + kind)
        for name, value in settings.items():
            setattr(node, name, value)
        for slot, value in inputs.items():
            if isinstance(value, bpy.types.NodeSocket):
                self.tree.links.new(value, node.inputs[slot])
            else:
                node.inputs[slot].default_value = value
        return node

    def math(self, operation, a, b=0.0, c=0.0):
        return self.node("Math", {0: a, 1: b, 2: c}, operation=operation).outputs[0]

    def combine(self, x, y, z=0.0):
        return self.node("CombineXYZ", {0: x, 1: y, 2: z}).outputs[0]

    def colour(self, name):
        """A colour that is set for each picture."""
        return self.node("RGB", {}, name=name).outputs[0]

    def number(self, name):
        return self.node("Value", {}, name=name).outputs[0]

    def attribute(self, name):
        return self.node("Attribute", {}, attribute_name=name)

    def shade(self, colour, factor):
        """Colour times factor."""
        return self.node("MixRGB", {"Fac": 1.0, "Color1": colour, "Color2": factor}, blend_type="MULTIPLY").outputs[0]

    def mix(self, share, first, second):
        return self.node("MixRGB", {"Fac": share, "Color1": first, "Color2": second}).outputs[0]

    def distance(self, value):
        """How far a value is from the nearest whole number."""
        return self.math("ABSOLUTE", self.math("SUBTRACT", self.math("FRACT", self.math("ADD", value, 0.5)), 0.5))

    def ramp(self, value, low, high):
        """1 below `low`, 0 above `high`: edges as soft as half a pixel need fewer samples."""
        return self.node("MapRange", {0: value, 1: low, 2: high, 3: 1.0, 4: 0.0}, clamp=True).outputs[0]

    def soft_line(self, value, inner, outer):
        """1 nearer than `inner` to a whole number, 0 farther than `outer`."""
        return self.ramp(self.distance(value), inner, outer)

    def link(self, output, slot):
        self.tree.links.new(output, slot)


class Surface(Tree):
    """A material's nodes. covered: it belongs to the house, and counts in coverage and depth."""

    def __init__(self, name, covered=True):
        self.material = bpy.data.materials.new(name)
        self.material.use_nodes = True
        super().__init__(self.material.node_tree)
        self.tree.nodes.clear()
        if covered:
            put_out_distance(self.tree)

    def matt(self, colour):
        return self.finish(self.node("BsdfDiffuse", {"Color": colour}).outputs[0])

    def finish(self, shader):
        self.link(shader, self.node("OutputMaterial", {}).inputs["Surface"])
        return self.material


def set_colour(material, name, rgb):
    material.node_tree.nodes[name].outputs[0].default_value = (*rgb, 1)


def set_number(material, name, value):
    material.node_tree.nodes[name].outputs[0].default_value = value


def wall(kind):
    tree = Surface("Wall " + kind)
    tone = {"render": _render, "brick": _brick, "timber": _timber, "concrete": _concrete}[kind](tree, *_place(tree))
    return tree.matt(tree.shade(tree.colour("Colour"), tone))


def _place(tree):
    """Metres along a surface from the house's corner, and up it."""
    return tree.node("SeparateXYZ", {0: tree.attribute("place").outputs["Vector"]}).outputs[:2]


def _render(tree, along, up):
    """Plaster, of one tone."""
    return tree.combine(1.0, 1.0, 1.0)


def _brick(tree, along, up):
    """Blocks in courses of half a metre, large enough to be seen in a small picture; each has a tone of its own."""
    return _courses(tree, along, up, (1.05, COURSE), 0.034, (0.80, 0.76, 0.72, 1), (1.13, 1.13, 1.14, 1), 0.5)


def _courses(tree, along, up, size, joint, dark, light, joint_tone):
    blocks = tree.node("TexBrick", {
        "Vector": tree.combine(along, up), "Color1": dark, "Color2": light, "Mortar": (joint_tone,) * 3 + (1,),
        "Scale": 1.0, "Mortar Size": joint, "Mortar Smooth": 0.5, "Bias": 0.0,
        "Brick Width": size[0], "Row Height": size[1]}, offset=0.5, squash=1.0)
    return blocks.outputs["Color"]


def _timber(tree, along, up):
    """Upright boards, each with its own tone, and shadow gaps."""
    board = tree.math("DIVIDE", along, BOARD)
    number = tree.math("FLOOR", board)
    own = tree.node("TexWhiteNoise", {"W": number}, noise_dimensions="1D").outputs["Value"]
    tone = tree.mix(own, (0.86, 0.82, 0.77, 1), (1.10, 1.09, 1.08, 1))
    return tree.shade(tone, tree.math("MULTIPLY_ADD", tree.soft_line(board, 0.05, 0.18), -0.66, 1.0))


def _concrete(tree, along, up):
    """A panel for each bay and storey, with joints and four tie holes."""
    side = tree.node("SeparateXYZ", {0: tree.attribute("place").outputs["Vector"]}).outputs[2]
    front = tree.number("Front panel")
    bay = tree.math("MULTIPLY_ADD", side, tree.math("SUBTRACT", tree.number("Side panel"), front), front)
    storey = tree.number("Panel height")
    across, high = tree.math("DIVIDE", along, bay), tree.math("DIVIDE", up, storey)
    own = tree.node("TexWhiteNoise", {"Vector": tree.combine(tree.math("FLOOR", across), tree.math("FLOOR", high))},
                    noise_dimensions="3D").outputs["Value"]
    joints = tree.math("MAXIMUM", _joint(tree, across, bay), _joint(tree, high, storey))
    holes = tree.math("MULTIPLY", _hole(tree, across, bay), _hole(tree, high, storey))
    dark = tree.math("MAXIMUM", tree.math("MULTIPLY", joints, 0.6), tree.math("MULTIPLY", holes, 0.5))
    return tree.math("MULTIPLY", tree.math("MULTIPLY_ADD", own, 0.16, 0.90), tree.math("SUBTRACT", 1.0, dark))


def _joint(tree, value, length):
    """1 in the joints at whole numbers; the value counts in lengths."""
    return tree.ramp(tree.math("MULTIPLY", tree.distance(value), length), 0.02, 0.07)


def _hole(tree, value, length):
    """1 near 0.4 m from both ends of each length."""
    off = tree.math("SUBTRACT", tree.math("MULTIPLY", tree.distance(value), length), 0.4)
    return tree.ramp(tree.math("ABSOLUTE", off), 0.05, 0.11)


def plain(name):
    tree = Surface(name)
    return tree.matt(tree.colour("Colour"))


def stone():
    """Large blocks with faint joints."""
    tree = Surface("Stone")
    along, up = _place(tree)
    tone = _courses(tree, along, up, (1.4, 0.7), 0.028, (0.92, 0.91, 0.90, 1), (1.06, 1.06, 1.06, 1), 0.66)
    return tree.matt(tree.shade(tree.colour("Colour"), tone))


def roof():
    """Courses of tiles that follow the slope, each tile with a tone of its own; flat roofs are plain."""
    tree = Surface("Roof")
    along, up = _place(tree)
    row = tree.math("FLOOR", tree.math("DIVIDE", up, TILE_COURSE))
    tile = tree.math("FLOOR", tree.math("MULTIPLY_ADD", row, 0.5, tree.math("DIVIDE", along, 0.55)))
    own = tree.node("TexWhiteNoise", {"Vector": tree.combine(tile, row)}, noise_dimensions="3D").outputs["Value"]
    edge = tree.soft_line(tree.math("DIVIDE", up, TILE_COURSE), 0.06, 0.22)
    pattern = tree.math("MULTIPLY_ADD", edge, -0.36, tree.math("MULTIPLY_ADD", own, 0.26, 0.92))
    slanted = tree.number("Slanted")
    plain = tree.math("SUBTRACT", 1.0, slanted)
    return tree.matt(tree.shade(tree.colour("Colour"), tree.math("MULTIPLY_ADD", pattern, slanted, plain)))


def glass():
    """Dark rooms behind a mirror that leans back a little, so that it shows the sky."""
    tree = Surface("Glass")
    tone = tree.attribute("tone").outputs["Fac"]
    room = tree.shade(tree.colour("Colour"), tree.math("MULTIPLY_ADD", tone, 0.35, 1.0))
    lean = tree.combine(tree.math("MULTIPLY", tone, 0.02), 0.0, tree.math("MULTIPLY_ADD", tone, 0.09, 0.22))
    normal = tree.node("VectorMath", {0: tree.node("NewGeometry", {}).outputs["Normal"], 1: lean}, operation="ADD").outputs[0]
    mirror = tree.node("BsdfGlossy", {"Color": (0.95, 0.97, 1, 1), "Roughness": 0.05, "Normal": normal}).outputs[0]
    inside = tree.node("BsdfDiffuse", {"Color": room}).outputs[0]
    return tree.finish(tree.node("MixShader", {0: 0.36, 1: inside, 2: mirror}).outputs[0])
