"""Writes files so that they appear under their names only when complete."""

import os


def write_whole(path, data):
    """Writes bytes to a temporary name beside `path`, then renames."""
    temporary = f"{path}.part"
    with open(temporary, "wb") as file:
        file.write(data)
    os.replace(temporary, path)
