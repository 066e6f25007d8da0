#!/bin/sh
# Installs the Debian packages the tests use to run foreign executables, when this user may and apt is here.
set -u
packages="wine64 wine qemu-user-static libc6-arm64-cross libstdc++6-arm64-cross libgcc-s1-arm64-cross llvm osslsigncode openssl"

command -v dpkg-query >/dev/null 2>&1 || exit 0
missing=""
for package in $packages; do
  status=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null || true)
  [ "$status" = "install ok installed" ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" -eq 0 ]; then
  as_root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
  as_root="sudo -n"
else
  echo "Tests of foreign executables need these Debian packages, which this user may not install:$missing" >&2
  exit 0
fi
echo "Installing test packages:$missing"
log=$(mktemp)
if ! { $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing; } >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  echo "Could not install:$missing" >&2
fi
rm -f "$log"
