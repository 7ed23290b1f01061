#!/bin/sh
# A browser and Chinese type for the tests: Debian's packages when root on Debian, otherwise the
# browser that Playwright brings. A browser that cannot be had is an error.
set -eu
playwright=$1

has_browser() { command -v chromium >/dev/null 2>&1; }
has_type() { command -v fc-list >/dev/null 2>&1 && fc-list :lang=zh family | grep -q .; }

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  if ! has_browser || ! has_type; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk fontconfig >/dev/null
  fi
  has_browser && has_type
elif ! has_browser; then
  "$playwright" install chromium
fi
