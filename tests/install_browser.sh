#!/bin/sh
# Browsers and Chinese type for the tests: Debian's packages when root on Debian, otherwise the
# browser that Playwright brings (the test in Firefox is then left out, and says so). What cannot be had is an error.
set -eu
playwright=$1

has_browser() { command -v chromium >/dev/null 2>&1; }
has_type() { command -v fc-list >/dev/null 2>&1 && fc-list :lang=zh family | grep -q .; }

fail() {
  echo "install_browser: $1" >&2
  exit 1
}

from_debian() {
  has_browser && has_type && command -v firefox-esr >/dev/null 2>&1 && return
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq || fail "the package lists of Debian cannot be had"
  apt-get install -y -qq --no-install-recommends chromium firefox-esr fonts-noto-cjk fontconfig >/dev/null ||
    fail "chromium, firefox-esr and fonts-noto-cjk cannot be installed"
  has_browser || fail "chromium is installed and cannot be found"
  has_type || fail "no Chinese type can be found"
}

# Playwright fetches its own only once. Root may have what it needs of the system installed as well.
from_playwright() {
  if [ "$(id -u)" = 0 ]; then needs=--with-deps; else needs=; fi
  # shellcheck disable=SC2086
  has_browser || "$playwright" install $needs chromium || fail "no browser can be had"
  if command -v fc-list >/dev/null 2>&1 && ! has_type; then
    fail "there is no Chinese type; install Noto Sans CJK or another one"
  fi
}

# Derivatives of Debian may have no such package.
is_debian() { [ -r /etc/os-release ] && (. /etc/os-release && [ "${ID:-}" = debian ]); }

if [ "$(id -u)" = 0 ] && is_debian; then from_debian; else from_playwright; fi
