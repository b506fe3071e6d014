"""Shaders of house and site."""

import bpy

from renderer import put_out_distance


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

    def noise(self, vector, scale, detail=1.0):
        """About 0.5 on average."""
        return self.node("TexNoise", {"Vector": vector, "Scale": scale, "Detail": detail, "Roughness": 0.55}).outputs["Fac"]

    def position(self):
        split = self.node("SeparateXYZ", {0: self.node("NewGeometry", {}).outputs["Position"]})
        return split.outputs

    def shade(self, colour, factor):
        """Colour times factor."""
        return self.node("MixRGB", {"Fac": 1.0, "Color1": colour, "Color2": factor}, blend_type="MULTIPLY").outputs[0]

    def mix(self, share, first, second):
        return self.node("MixRGB", {"Fac": share, "Color1": first, "Color2": second}).outputs[0]

    def line(self, value, reach):
        """1 nearer than `reach` to a whole number, 0 elsewhere."""
        near = self.math("ABSOLUTE", self.math("SUBTRACT", self.math("FRACT", self.math("ADD", value, 0.5)), 0.5))
        return self.math("LESS_THAN", near, reach)

    def link(self, output, slot):
        self.tree.links.new(output, slot)


class Surface(Tree):
    """A material's nodes. covered: it belongs to the house; the others tell how far away they are, for the haze."""

    def __init__(self, name, covered):
        self.material = bpy.data.materials.new(name)
        self.material.use_nodes = True
        super().__init__(self.material.node_tree)
        self.tree.nodes.clear()
        if covered:
            put_out_distance(self.tree)
        else:
            away = self.node("CameraData", {}).outputs["View Z Depth"]
            self.node("OutputAOV", {"Value": away}).name = "far"

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
    tree = Surface("Wall " + kind, covered=True)
    along, z = _along_and_up(tree)
    tone = {"render": _render, "brick": _brick, "timber": _timber, "concrete": _concrete}[kind](tree, along, z)
    return tree.matt(tree.shade(tree.colour("Colour"), tone))


def _along_and_up(tree):
    """Distance along a wall, whichever way it faces, and height."""
    x, y, z = tree.position()
    return _by_facing(tree, x, y), z


def _by_facing(tree, front, side):
    """The first on walls and roofs that face along y, the second on those that face along x."""
    normal = tree.node("SeparateXYZ", {0: tree.node("NewGeometry", {}).outputs["True Normal"]}).outputs
    turned = tree.math("GREATER_THAN", tree.math("ABSOLUTE", normal[0]), tree.math("ABSOLUTE", normal[1]))
    return tree.math("ADD", front, tree.math("MULTIPLY", turned, tree.math("SUBTRACT", side, front)))


def _render(tree, along, z):
    """Plaster: faint clouds, and runs below each other."""
    clouds = tree.noise(tree.combine(along, tree.math("MULTIPLY", z, 0.6)), 0.35, 1.0)
    return tree.math("MULTIPLY_ADD", clouds, 0.16, 0.92)


def _brick(tree, along, z):
    """Courses of 0.23 m, large enough to be seen in a small picture."""
    brick = tree.node("TexBrick", {
        "Vector": tree.combine(along, z), "Color1": (0.82, 0.82, 0.82, 1), "Color2": (1.1, 1.1, 1.1, 1),
        "Mortar": (0.58, 0.58, 0.58, 1), "Scale": 1.0, "Mortar Size": 0.024, "Mortar Smooth": 0.2, "Bias": 0.0,
        "Brick Width": 0.5, "Row Height": 0.23}, offset=0.5, squash=1.0)
    clouds = tree.noise(tree.combine(along, z), 0.5)
    return tree.math("MULTIPLY", brick.outputs["Color"], tree.math("MULTIPLY_ADD", clouds, 0.2, 0.9))


def _timber(tree, along, z):
    """Upright boards, each with its own tone, and dark gaps."""
    board = tree.math("DIVIDE", along, 0.38)
    number = tree.math("FLOOR", board)
    own = tree.node("TexWhiteNoise", {"W": number}, noise_dimensions="1D").outputs["Value"]
    grain = tree.noise(tree.combine(tree.math("MULTIPLY", along, 6.0), tree.math("MULTIPLY_ADD", number, 7.0, z)), 0.8)
    tone = tree.math("ADD", tree.math("MULTIPLY_ADD", own, 0.34, 0.74), tree.math("MULTIPLY", grain, 0.24))
    return tree.math("MULTIPLY", tone, tree.math("MULTIPLY_ADD", tree.line(board, 0.11), -0.55, 1.0))


def _concrete(tree, along, z):
    """Panels with joints and two rows of tie holes, and blotches."""
    across = tree.math("ADD", along, _by_facing(tree, tree.number("Half width"), tree.number("Half depth")))
    across = tree.math("DIVIDE", across, _by_facing(tree, tree.number("Front panel"), tree.number("Side panel")))
    up = tree.math("DIVIDE", tree.math("SUBTRACT", z, tree.number("Ground floor")), tree.number("Panel height"))
    own = tree.node("TexWhiteNoise", {"Vector": tree.combine(tree.math("FLOOR", across), tree.math("FLOOR", up))},
                    noise_dimensions="3D").outputs["Value"]
    joints = tree.math("MAXIMUM", tree.line(across, 0.022), tree.line(up, 0.018))
    holes = tree.math("MULTIPLY", _dots(tree, across, 0.28), _dots(tree, up, 0.24))
    blotches = tree.noise(tree.combine(along, z), 0.9, 1.0)
    tone = tree.math("ADD", tree.math("MULTIPLY_ADD", own, 0.1, 0.83), tree.math("MULTIPLY", blotches, 0.24))
    dark = tree.math("MULTIPLY_ADD", tree.math("MAXIMUM", joints, holes), -0.42, 1.0)
    return tree.math("MULTIPLY", tone, dark)


def _dots(tree, value, place):
    """1 near `place` and near 1 - `place` in every unit."""
    folded = tree.math("ABSOLUTE", tree.math("SUBTRACT", tree.math("FRACT", value), 0.5))
    return tree.math("LESS_THAN", tree.math("ABSOLUTE", tree.math("SUBTRACT", folded, 0.5 - place)), 0.035)


def plain(name, covered=True):
    tree = Surface(name, covered)
    return tree.matt(tree.colour("Colour"))


def stone():
    tree = Surface("Stone", covered=True)
    blotches = tree.noise(tree.node("NewGeometry", {}).outputs["Position"], 1.2)
    return tree.matt(tree.shade(tree.colour("Colour"), tree.math("MULTIPLY_ADD", blotches, 0.3, 0.85)))


def roof():
    """Courses of tiles that follow the slope, each tile with a tone of its own."""
    tree = Surface("Roof", covered=True)
    x, y, z = tree.position()
    normal = tree.node("SeparateXYZ", {0: tree.node("NewGeometry", {}).outputs["True Normal"]}).outputs
    slanted = tree.math("LESS_THAN", normal[2], 0.999)
    along, _ = _along_and_up(tree)
    row = tree.math("DIVIDE", z, tree.number("Course"))
    number = tree.math("FLOOR", row)
    tile = tree.math("FLOOR", tree.math("MULTIPLY_ADD", number, 0.5, tree.math("DIVIDE", along, 0.5)))
    own = tree.node("TexWhiteNoise", {"Vector": tree.combine(tile, number)}, noise_dimensions="3D").outputs["Value"]
    ragged = tree.math("MULTIPLY", tree.math("SUBTRACT", own, 0.5), 0.36)
    shadow = tree.math("MULTIPLY", tree.math("LESS_THAN", tree.math("FRACT", row), 0.28), -0.34)
    clouds = tree.noise(tree.combine(x, y, z), 0.45)
    pattern = tree.math("MULTIPLY", tree.math("ADD", ragged, shadow), slanted)
    tone = tree.math("ADD", tree.math("ADD", pattern, 0.98), tree.math("MULTIPLY", tree.math("SUBTRACT", clouds, 0.5), 0.3))
    return tree.matt(tree.shade(tree.colour("Colour"), tone))


def glass():
    """Dark rooms behind a mirror that leans back a little, so that it shows the sky."""
    tree = Surface("Glass", covered=True)
    tone = tree.attribute("tone").outputs["Fac"]
    room = tree.shade(tree.colour("Colour"), tree.math("MULTIPLY_ADD", tone, 0.5, 1.0))
    lean = tree.combine(tree.math("MULTIPLY", tone, 0.02), 0.0, tree.math("MULTIPLY_ADD", tone, 0.09, 0.22))
    normal = tree.node("VectorMath", {0: tree.node("NewGeometry", {}).outputs["Normal"], 1: lean}, operation="ADD").outputs[0]
    mirror = tree.node("BsdfGlossy", {"Color": (0.95, 0.97, 1, 1), "Roughness": 0.05, "Normal": normal}).outputs[0]
    inside = tree.node("BsdfDiffuse", {"Color": room}).outputs[0]
    return tree.finish(tree.node("MixShader", {0: 0.3, 1: inside, 2: mirror}).outputs[0])


def leaf():
    """Lit as if the clump were round, whichever way the leaf itself lies."""
    tree = Surface("Leaf", covered=False)
    bulge = tree.node("VectorTransform", {0: tree.attribute("bulge").outputs["Vector"]},
                      vector_type="NORMAL", convert_from="OBJECT", convert_to="WORLD").outputs[0]
    hollow = tree.node("VectorMath", {0: bulge, "Scale": -1.0}, operation="SCALE").outputs[0]
    tone = tree.math("MULTIPLY_ADD", tree.attribute("tone").outputs["Fac"], 0.13, 1.0)
    colour = tree.shade(tree.node("ObjectInfo", {}).outputs["Color"], tone)
    lit = tree.node("BsdfDiffuse", {"Color": colour, "Normal": bulge}).outputs[0]
    through = tree.node("BsdfTranslucent", {"Color": colour, "Normal": hollow}).outputs[0]
    return tree.finish(tree.node("AddShader", {0: lit, 1: through}).outputs[0])


def lawn():
    """Grass in patches of two tones; dry where the noise is high."""
    tree = Surface("Lawn", covered=False)
    position = tree.node("NewGeometry", {}).outputs["Position"]
    patches, tufts = tree.noise(position, 0.11, 1.0), tree.noise(position, 2.6, 1.0)
    share = tree.math("MULTIPLY_ADD", tree.math("SUBTRACT", patches, 0.5), 2.2, 0.5)
    grass = tree.mix(share, tree.colour("Colour"), tree.colour("Second"))
    return tree.matt(tree.shade(grass, tree.math("MULTIPLY_ADD", tufts, 0.7, 0.65)))


def paving():
    """Slabs of a metre with dark joints."""
    tree = Surface("Paving", covered=False)
    x, y, z = tree.position()
    joints = tree.math("MAXIMUM", tree.line(x, 0.03), tree.line(y, 0.03))
    own = tree.node("TexWhiteNoise", {"Vector": tree.combine(tree.math("FLOOR", x), tree.math("FLOOR", y))},
                    noise_dimensions="3D").outputs["Value"]
    tone = tree.math("MULTIPLY_ADD", joints, -0.2, tree.math("MULTIPLY_ADD", own, 0.14, 0.93))
    return tree.matt(tree.shade(tree.colour("Colour"), tone))
