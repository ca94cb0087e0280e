#!/usr/bin/env bash
# Makes the Python worlds in .worlds/ (ignored by git): keras2 and keras3, and pytorch and nengodl when asked for.
# usage: worlds.sh [keras2|keras3|pytorch|nengodl ...]
set -euo pipefail
cd "$(dirname "$0")"

# The pinned set is complete, so pip resolves nothing: keras-lmu would also pull in the package
# "tensorflow", a second copy of what tensorflow-cpu brings.
make_world() {
  local name=$1 minor=$2 python
  [ -x ".worlds/$name/bin/python" ] && { echo "$name: there already"; return; }
  python=$(find_python "$minor") || { echo "$name needs Python $minor, on PATH or in pyenv" >&2; exit 1; }
  "$python" -m venv ".worlds/$name"
  ".worlds/$name/bin/python" -m pip install --quiet --no-deps --requirement "requirements-$name.txt"
  echo "$name: made with $("$python" --version)"
}

find_python() {
  local candidate
  for candidate in "python$1" "$(command -v pyenv >/dev/null && pyenv prefix "$(pyenv latest "$1" 2>/dev/null)" 2>/dev/null)/bin/python"; do
    if "$candidate" -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$1')" 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  return 1
}

mkdir -p .worlds
for world in "${@:-keras2 keras3}"; do
  for name in $world; do
    case $name in
      keras2) make_world keras2 3.10 ;;
      keras3) make_world keras3 3.12 ;;
      pytorch) make_world pytorch 3.12 ;;
      nengodl) make_world nengodl 3.9 ;;
      *) echo "no such world: $name (keras2, keras3, pytorch, nengodl)" >&2; exit 2 ;;
    esac
  done
done
