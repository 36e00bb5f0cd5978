#!/bin/sh
# setup.sh GROUP...: say what is missing, then install it (apt packages; a pinned, hash-locked file for PyPI).
# DEPS=skip installs nothing: it names what is missing and fails. Quick when nothing is missing.
set -u
top=$(dirname "$0")
build=${BUILD:-build}
missing=""

has() {
  case $1 in
    '<'*) echo "#include $1" | "${CC:-gcc}" -E -x c -include stdarg.h -include stddef.h -include stdint.h -include setjmp.h - >/dev/null 2>&1 ;;
    venv) python3 -c 'import ensurepip' >/dev/null 2>&1 ;;
    systemc) [ -e /usr/include/systemc ] || [ -n "${SYSTEMC_INCLUDE:-}" ] ;;
    *) command -v "$1" >/dev/null 2>&1 ;;
  esac
}

needs() { # names of packages of group $1 whose probe fails
  while read -r group probe package; do
    [ "$group" = "$1" ] && ! has "$probe" && echo "$package"
  done < "$top/deps.txt"
}

pip_stamp() { echo "$build/venv/$1.$(sha256sum < "$top/requirements-$1.txt" | cut -c1-12)"; }

for group in "$@"; do
  case $group in
    pip-*) [ -e "$(pip_stamp "${group#pip-}")" ] || missing="$missing $group" ;;
    *) missing="$missing $(needs "$group")" ;;
  esac
done
missing=$(echo $missing)
[ -z "$missing" ] && exit 0

apt=""
pip=""
for item in $missing; do
  case $item in
    pip-*) pip="$pip ${item#pip-}" ;;
    *) apt="$apt $item" ;;
  esac
done
[ -n "$apt" ] && echo "missing Debian packages:$apt"
[ -n "$pip" ] && echo "missing Python packages: those pinned in:$(for p in $pip; do printf ' sim/requirements-%s.txt' "$p"; done)"
if [ "${DEPS:-}" = skip ]; then
  echo "DEPS=skip: nothing was installed. Install the above, or run again without DEPS=skip."
  exit 1
fi

if [ -n "$apt" ]; then
  root=""
  if [ "$(id -u)" != 0 ]; then
    root=sudo
    command -v sudo >/dev/null 2>&1 || { echo "to install Debian packages this needs root or sudo"; exit 1; }
  fi
  echo "installing from Debian with apt-get:$apt"
  mkdir -p "$build"
  log=$build/setup.log
  # shellcheck disable=SC2086
  { $root apt-get update -q && $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $apt; } > "$log" 2>&1 ||
    { tail -20 "$log"; echo "apt-get failed; its output is in $log"; exit 1; }
fi
for group in $pip; do
  echo "installing from PyPI into $build/venv, versions and hashes from sim/requirements-$group.txt"
  python3 -m venv "$build/venv" &&
    "$build/venv/bin/pip" install -q --disable-pip-version-check --require-hashes -r "$top/requirements-$group.txt" &&
    touch "$(pip_stamp "$group")" || { echo "pip failed"; exit 1; }
done
