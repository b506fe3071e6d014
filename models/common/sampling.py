"""Draws parameter values as a recipe's parameters.json describes them."""

import json

import numpy as np


def read_parameters(path):
    """The list of parameter descriptions, in order."""
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def draw(parameter, random):
    """One value of one parameter: a rounded number, a whole one, the name of a choice, or on and off."""
    if parameter["kind"] == "choice":
        return parameter["choices"][random.integers(len(parameter["choices"]))]
    if parameter["kind"] == "integer":
        return int(random.integers(parameter["minimum"], parameter["maximum"] + 1))
    if parameter["kind"] == "toggle":
        return bool(random.integers(2))
    sampling = parameter["sampling"]
    if sampling["distribution"] == "beta":
        share = random.beta(sampling["a"], sampling["b"])
    else:
        share = random.uniform()
    low, high = parameter["minimum"], parameter["maximum"]
    return round(float(low + share * (high - low)), 4)


def draw_all(parameters, random):
    """{name: value} for every parameter; `random` is a numpy Generator."""
    return {parameter["name"]: draw(parameter, random) for parameter in parameters}


def lerp(low, high, share):
    return low + (high - low) * share


def smoothstep(low, high, x):
    t = np.clip((x - low) / (high - low), 0.0, 1.0)
    return t * t * (3.0 - 2.0 * t)
