# Compares two versions a line by packaging, of which every pip has a copy.
import sys

from pip._vendor.packaging.version import InvalidVersion, Version

for line in sys.stdin:
    try:
        first, second = map(Version, line.split())
        print((first > second) - (first < second))
    except InvalidVersion:
        print("undefined")
