#!/bin/sh
# Answers the probe of bin/run.mjs as a Python that is too old.
echo "3 10 1 x86_64"
