#!/usr/bin/env bash
# Runs `npm test` on a machine that has Debian, Node and npm, and nothing else: a root folder of its own. See docs/testing.md.
#
#   test/fresh-machine.sh make ROOT                        debootstrap (Debian package of that name), with this machine's Node and npm
#   test/fresh-machine.sh run ROOT [--user] [COMMAND …]    clones the last commit into a copy of ROOT and runs npm test (or COMMAND) there
#
# --user   as a user who may not install anything, instead of as root
# SUITE, MIRROR, NODE   of `make`: which Debian (bookworm), from where, and which Node with npm beside it (that on the PATH)
# KEEP=1                of `run`: leaves the copy, ROOT.run, where it is
set -euo pipefail

usage() {
  sed -n '4,9s/^# \{0,1\}//p' "$0" >&2
  exit 2
}
[ $# -ge 2 ] || usage
command=$1 root=$(realpath -m "$2")
shift 2

make_root() {
  local node modules
  node=$(realpath "${NODE:-$(command -v node)}")
  modules=$("$node" "$(realpath "$(command -v npm)")" root --global)
  debootstrap --variant=minbase "${SUITE:-bookworm}" "$root" "${MIRROR:-http://deb.debian.org/debian}"
  mkdir -p "$root/usr/lib/node_modules"
  cp "$node" "$root/usr/bin/node"
  cp -a "$modules/npm" "$root/usr/lib/node_modules/"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/bin/npm"
  ln -s ../lib/node_modules/npm/bin/npx-cli.js "$root/usr/bin/npx"
}

copy=$root.run
run_in_copy() {
  local who=() settings
  if [ "${1:-}" = --user ]; then
    who=(--userspec=65534:65534)
    shift
  fi
  [ $# -gt 0 ] || set -- npm test
  rm -rf --one-file-system "$copy"
  [ "${KEEP:-}" ] || trap 'rm -rf --one-file-system "$copy"' EXIT
  cp -a "$root" "$copy"
  git clone --quiet --no-hardlinks "$(dirname "$0")/.." "$copy/srv/trunkline"
  mkdir "$copy/srv/home"
  chown -R --no-dereference 65534:65534 "$copy/srv"
  [ ${#who[@]} -gt 0 ] || chown -R --no-dereference 0:0 "$copy/srv"

  # How this machine reaches name servers and registries; nothing else of its environment.
  cp /etc/resolv.conf /etc/hosts "$copy/etc/"
  settings=("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" HOME=/srv/home)
  settings+=("npm_config_registry=$(npm config get registry)")
  for name in http_proxy https_proxy no_proxy CI; do
    [ -z "${!name:-}" ] || settings+=("$name=${!name}")
  done
  if [ -n "${NODE_EXTRA_CA_CERTS:-}" ]; then
    cp "$NODE_EXTRA_CA_CERTS" "$copy/etc/extra-ca-certificates.pem"
    settings+=(NODE_EXTRA_CA_CERTS=/etc/extra-ca-certificates.pem)
  fi

  # In namespaces of its own: what is mounted and what is started ends with the command.
  # shellcheck disable=SC2016
  unshare --mount --pid --fork --kill-child sh -ec '
    copy=$1; shift
    mount -t proc proc "$copy/proc"
    mount -t tmpfs -o mode=1777 tmpfs "$copy/dev/shm"
    exec "$@"' sh "$copy" \
    chroot "${who[@]}" "$copy" env -i -C /srv/trunkline "${settings[@]}" "$@"
}

case $command in
  make) make_root ;;
  run) run_in_copy "$@" ;;
  *) usage ;;
esac
