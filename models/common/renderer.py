"""Blender settings that every recipe renders with: Cycles on one core, deterministic, written as plain EXR."""

import bpy

LAYER = "L"


def new_scene(size):
    """An empty scene that renders size x size pixels."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    render, cycles = scene.render, scene.cycles
    render.engine = "CYCLES"
    render.resolution_x = render.resolution_y = size
    render.threads_mode = "FIXED"
    render.threads = 1
    render.use_persistent_data = True
    render.use_crop_to_border = True
    render.film_transparent = True
    render.use_compositing = render.use_sequencer = False
    render.image_settings.file_format = "OPEN_EXR_MULTILAYER"
    render.image_settings.color_depth = "32"
    render.image_settings.exr_codec = "NONE"
    cycles.device = "CPU"
    cycles.use_adaptive_sampling = False
    cycles.use_denoising = False
    cycles.max_bounces = 2
    cycles.diffuse_bounces = 1
    cycles.glossy_bounces = 2
    cycles.transmission_bounces = cycles.volume_bounces = cycles.transparent_max_bounces = 0
    cycles.caustics_reflective = cycles.caustics_refractive = False
    cycles.sample_clamp_indirect = 1.5
    cycles.blur_glossy = 1.0
    return scene


def add_passes(scene, values):
    """Colour, normal, surface colour and light, and one plane for each of the named values that materials put out."""
    layer = scene.view_layers[0]
    layer.name = LAYER
    layer.use_pass_combined = True
    layer.use_pass_z = False
    layer.use_pass_normal = True
    layer.use_pass_diffuse_color = layer.use_pass_diffuse_direct = layer.use_pass_diffuse_indirect = True
    for name in values:
        aov = layer.aovs.add()
        aov.name, aov.type = name, "VALUE"
    return layer


def add_world(scene):
    """The background shader of a new world, which lights by chance only: no importance sampling."""
    world = bpy.data.worlds.new("World")
    world.use_nodes = True
    world.cycles.sampling_method = "NONE"
    scene.world = world
    return world.node_tree.nodes["Background"]


class Ground:
    """Ground of one grey, which the camera sees only while the shadow on it is rendered.

    While the object is rendered, the ground throws light back at it but stays out of the picture.
    """

    def __init__(self, scene, reach, albedo):
        """A square from -reach to reach at height 0, in metres."""
        mesh = bpy.data.meshes.new("Ground")
        corners = [(-reach, -reach, 0), (reach, -reach, 0), (reach, reach, 0), (-reach, reach, 0)]
        mesh.from_pydata(corners, [], [(0, 1, 2, 3)])
        mesh.materials.append(_grey(albedo))
        self.plane = add_object(scene, "Ground", mesh)

    def hide(self, things):
        """The camera sees `things`, without the ground."""
        self._show(things, False)

    def show(self, things):
        """The camera sees the ground alone; `things` still cast their shadow."""
        self._show(things, True)

    def _show(self, things, ground):
        self.plane.visible_camera = ground
        for thing in things:
            thing.visible_camera = not ground


def _grey(albedo):
    material = bpy.data.materials.new("Ground")
    material.use_nodes = True
    tree = material.node_tree
    tree.nodes.clear()
    shader, output = tree.nodes.new("ShaderNodeBsdfDiffuse"), tree.nodes.new("ShaderNodeOutputMaterial")
    shader.inputs["Color"].default_value = (albedo, albedo, albedo, 1)
    tree.links.new(shader.outputs[0], output.inputs["Surface"])
    return material


def add_object(scene, name, data):
    thing = bpy.data.objects.new(name, data)
    scene.collection.objects.link(thing)
    return thing


def shoot(scene, path, samples):
    """Renders to an EXR file."""
    scene.cycles.samples = samples
    scene.render.filepath = path
    bpy.ops.render.render(write_still=True)


def put_out_distance(tree):
    """Marks a material as covered, and puts its distance along the camera's axis out."""
    coverage = tree.nodes.new("ShaderNodeOutputAOV")
    coverage.name, coverage.inputs["Value"].default_value = "coverage", 1.0
    distance = tree.nodes.new("ShaderNodeOutputAOV")
    distance.name = "distance"
    camera = tree.nodes.new("ShaderNodeCameraData")
    tree.links.new(camera.outputs["View Z Depth"], distance.inputs["Value"])
