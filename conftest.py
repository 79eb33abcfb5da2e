"""Settings that every check shares, wherever pytest is started."""

import os

# Chapters hold `.live()` cells; while outputs are compared these return nothing.
os.environ["REGKIT_BUILDING"] = "1"
