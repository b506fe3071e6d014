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
SAMPLES = 7
# As multiples of the samples that the vessel's colour gets.
COVERAGE_SAMPLES, GROUND_SAMPLES = 2.3, 1.7


def shoot(scene, contents, stem, samples, scratch):
    scene.arrange(contents["parameters"], contents["latent"], contents["seed"])
    box = scene.shoot_vessel(scratch, samples)
    vessel = picture.Vessel(scratch, scene.scene.render.resolution_x, (studio.NEAR, studio.FAR))
    scene.shoot_coverage(scratch, round(COVERAGE_SAMPLES * samples))
    planes = vessel.planes(picture.fine_coverage(scratch))
    scene.shoot_ground(scratch, round(GROUND_SAMPLES * samples))
    ground = picture.ground_shadow(scratch, scene.open_ground())
    picture.develop(planes, box, ground, stem)


if __name__ == "__main__":
    recipe.run(HERE, LATENT, SAMPLES, studio.Studio, shoot)
