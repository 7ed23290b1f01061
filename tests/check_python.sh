#!/bin/sh
# Whether a Python can make the environment; otherwise what to do about it, in one sentence.
set -eu
python=$1

fail() {
  echo "make: $1" >&2
  exit 1
}

command -v "$python" >/dev/null 2>&1 ||
  fail "there is no $python; install Python 3.11 or newer, or name one: make PYTHON=/path/to/python3"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  fail "$("$python" -V) is too old; Python 3.11 or newer is needed: make PYTHON=/path/to/python3"
"$python" -c 'import ensurepip, venv' 2>/dev/null ||
  fail "$python cannot make environments; on Debian or Ubuntu: apt-get install python3-venv"
