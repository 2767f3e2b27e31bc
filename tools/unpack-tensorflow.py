"""Takes out of a TensorFlow wheel what a program in C needs: the library and its headers.

Usage: unpack-tensorflow.py WHEEL FOLDER
Writes FOLDER/lib and FOLDER/include, and prints the names of NVIDIA's packages that the wheel asks for, one a line.
"""

import os
import re
import sys
import zipfile

LIBRARIES = {
    "tensorflow/libtensorflow_cc.so.2": "libtensorflow.so",
    "tensorflow/libtensorflow_framework.so.2": "libtensorflow_framework.so",
}
HEADERS = ("/tensorflow/c/", "/tensorflow/core/platform/", "tsl/c/", "tsl/platform/")


def place(name):
    if name in LIBRARIES:
        return "lib/" + os.path.basename(name)
    if name.startswith("tensorflow/include/") and name.endswith(".h") and any(part in name for part in HEADERS):
        return name[len("tensorflow/") :]
    return None


def main():
    wheel, folder = sys.argv[1:]
    if not zipfile.is_zipfile(wheel):
        sys.exit(f"{wheel} is no wheel.")
    with zipfile.ZipFile(wheel) as archive:
        missing = LIBRARIES.keys() - set(archive.namelist())
        if missing:
            sys.exit(f"{wheel} has no {', '.join(sorted(missing))}: it is no TensorFlow wheel for Linux.")
        for entry in archive.infolist():
            inside = place(entry.filename)
            if inside is None:
                continue
            path = os.path.join(folder, inside)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with archive.open(entry) as source, open(path, "wb") as target:
                while chunk := source.read(1 << 22):
                    target.write(chunk)
        metadata = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        text = archive.read(metadata).decode()
    for name, link in LIBRARIES.items():
        os.symlink(os.path.basename(name), os.path.join(folder, "lib", link))
    for requirement in re.findall(r'^Requires-Dist: (nvidia-[^;]+); extra == "and-cuda"', text, re.MULTILINE):
        print(requirement.strip())


main()
