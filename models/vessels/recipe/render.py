"""Renders vessels: blender -b --factory-startup -t 1 -P render.py -- --out DIR --count N [options]"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "common")]

import form
import glaze
import lights
import picture
import recipe
import studio

# Undeclared variety: name -> (lowest, highest), each drawn uniformly.
LATENT = form.LATENT | glaze.LATENT | lights.LATENT
SAMPLES = 8
GROUND_SAMPLES = 2  # as a multiple of the samples on the vessel


def shoot(scene, contents, stem, samples, scratch):
    scene.arrange(contents["parameters"], contents["latent"], contents["seed"])
    size = scene.scene.render.resolution_x
    box = scene.shoot_vessel(scratch, samples)
    vessel = picture.Vessel(scratch, size)
    scene.shoot_ground(scratch, GROUND_SAMPLES * samples)
    ground = picture.ground_shadow(scratch, scene.lights.on_ground(studio.ground_points(size // 2)))
    picture.develop(vessel, box, ground, stem, (studio.NEAR, studio.FAR))


if __name__ == "__main__":
    recipe.run(HERE, LATENT, SAMPLES, studio.Studio, shoot)
