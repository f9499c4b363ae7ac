#!/usr/bin/env bash
# Installs what tests open the report and the workbook with, where it is missing: Chromium,
# LibreOffice, poppler and a font with Cyrillic (by apt, which needs root), and axe-core from npm,
# which checks accessibility (into a cache folder).
#   setup.sh                install; quick when everything is there
#   setup.sh without-apt    the same, but fail where something of Debian is missing
set -euo pipefail
mode=${1:-with-apt}
cache=${LEADERS_TEST_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/leaders-tests}/browser
axe=$cache/axe.min.js
axe_version=4.14.1
axe_sum=29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c

has_chromium() {
  local name
  for name in "${LEADERS_CHROMIUM:-chromium}" chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" >/dev/null && return
  done
  return 1
}

has_cyrillic() { command -v fc-list >/dev/null && [ -n "$(fc-list :lang=ru family)" ]; }

is_axe() { echo "$axe_sum  $1" | sha256sum --check --status 2>/dev/null; }

install_from_debian() {
  if [ "$mode" = without-apt ] || [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "The tests in a browser need: $* (as root on Debian, make browser installs them)" >&2
    exit 1
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

install_axe() (
  # One file is taken out of the package; nothing of it is run.
  mkdir -p "$cache"
  folder=$(mktemp -d "$cache/axe-XXXXXX")
  trap 'rm -rf "$folder"' EXIT
  cd "$folder"
  npm pack --silent "axe-core@$axe_version" >/dev/null
  tar -xzf axe-core-*.tgz
  is_axe package/axe.min.js || { echo "axe-core $axe_version is not the file it was" >&2; exit 1; }
  mv package/axe.min.js "$axe"
)

missing=()
has_chromium || missing+=(chromium)
command -v soffice >/dev/null || missing+=(libreoffice-calc)
command -v pdftotext >/dev/null || missing+=(poppler-utils)
has_cyrillic || missing+=(fontconfig fonts-dejavu-core)
is_axe "$axe" || command -v npm >/dev/null || missing+=(npm)
[ ${#missing[@]} = 0 ] || install_from_debian "${missing[@]}"
is_axe "$axe" || install_axe
