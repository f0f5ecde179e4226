#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the assignment's image (Ubuntu 22.04).
# It needs the network for a minute; about 1 GB is installed, nearly all of it PyTorch for the CPU.
set -euo pipefail
root="${AUTOGRADER_ROOT:-/autograder}"
venv="$root/venv"

if ! python3 -c 'import ensurepip, venv' 2> /dev/null; then
    apt-get update
    apt-get install --yes --no-install-recommends python3 python3-venv
fi
if [ ! -x "$venv/bin/python" ]; then
    python3 -m venv "$venv"
fi
"$venv/bin/python" -m pip install --no-cache-dir \
    --extra-index-url https://download.pytorch.org/whl/cpu \
    --requirement "$root/source/learn/requirements.txt"

# For the build's log: what works here, how a submission is confined, how long a check takes.
LEARN_PYTHON="$venv/bin/python" "$root/source/learn/learn" doctor --plain || true
