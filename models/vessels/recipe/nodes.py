"""Short words for building materials out of nodes."""

import bpy


class Nodes:
    """The nodes of one material. Every word adds a node and returns its output socket."""

    def __init__(self, tree):
        self.tree = tree

    def new(self, kind, output=0, **inputs):
        """inputs: by name, with _ for a space, or by number after _; sockets are linked and values set."""
        node = self.tree.nodes.new(f"ShaderNode{kind}")
        for name, value in inputs.items():
            self.feed(node.inputs[int(name[1:]) if name[1:].isdigit() else name.replace("_", " ")], value)
        return node.outputs[output]

    def feed(self, socket, value):
        if isinstance(value, bpy.types.NodeSocket):
            self.tree.links.new(value, socket)
        else:
            socket.default_value = value

    def math(self, operation, a, b=0.0, c=0.0):
        output = self.new("Math", _0=a, _1=b, _2=c)
        output.node.operation = operation
        return output

    def step(self, value, low, high):
        """0 at `low` and 1 at `high`, smooth between."""
        output = self.new("MapRange", Value=value, From_Min=low, From_Max=high)
        output.node.interpolation_type = "SMOOTHSTEP"
        return output

    def mix(self, share, a, b):
        return self.new("MixRGB", Fac=share, Color1=a, Color2=b)

    def times(self, colour, factor):
        output = self.new("MixRGB", Fac=1.0, Color1=colour, Color2=factor)
        output.node.blend_type = "MULTIPLY"
        return output

    def attribute(self, name):
        output = self.new("Attribute", "Fac")
        output.node.attribute_name = name
        return output

    def number(self, name):
        """A number to be set for each picture."""
        output = self.new("Value")
        output.node.name = name
        return output

    def colour(self, name):
        """A colour to be set for each picture."""
        output = self.new("RGB")
        output.node.name = name
        return output

    def place(self, x=1.0, y=1.0, z=1.0):
        """Position in the object, scaled."""
        output = self.new("VectorMath", _0=self.new("TexCoord", "Object"), _1=(x, y, z))
        output.node.operation = "MULTIPLY"
        return output

    def noise(self, place, scale, detail=4.0, roughness=0.55):
        return self.new("TexNoise", "Fac", Vector=place, Scale=scale, Detail=detail, Roughness=roughness)

    def parts(self, vector):
        """x, y and z of a vector."""
        return self.new("SeparateXYZ", Vector=vector).node.outputs[:]
