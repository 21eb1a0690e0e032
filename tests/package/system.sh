# A Debian of its own for trials of what is installed: a debootstrap tree, booted by systemd-nspawn. To be sourced by bash with "set -e", as root.
#   new_system SUITE FOLDER          makes the tree: bookworm or trixie. One that lies ready in $NEXUSGO_SYSTEMS/SUITE is copied instead
#   boot_system FOLDER [OPTION...]   boots it, with further options of systemd-nspawn
#   inside COMMAND...                runs a command in it, in a clean environment
#   halt_system                      ends it
if [ "$(id -u)" -ne 0 ]; then echo "Run as root: it boots a system." >&2; exit 77; fi
for tool in debootstrap systemd-nspawn dpkg-deb; do
    command -v "$tool" >/dev/null || { echo "Missing program: $tool (install/prerequisites.sh --tests)" >&2; exit 72; }
done
booted= init=

new_system() {
    if [ -d "${NEXUSGO_SYSTEMS:-/nowhere}/$1" ]; then cp -a --reflink=auto "$NEXUSGO_SYSTEMS/$1" "$2"; return; fi
    case $1 in
        bookworm) icu=libicu72 ;;
        trixie) icu=libicu76 ;;
        *) echo "No trial on $1: bookworm or trixie." >&2; exit 64 ;;
    esac
    debootstrap --variant=minbase \
        --include="systemd,systemd-sysv,dbus,ca-certificates,$icu,openssh-client,openssh-sftp-server,openssh-server,tzdata,procps,man-db,postgresql-common" \
        "$1" "$2" >"$2.log"
    mkdir -p "$2/etc/postgresql-common"
    echo "create_main_cluster = false" >"$2/etc/postgresql-common/createcluster.conf"
    chroot "$2" apt-get install -y -qq --no-install-recommends postgresql >>"$2.log" 2>&1
    chroot "$2" systemctl disable -q postgresql ssh 2>/dev/null || true
}

boot_system() {
    local tree=$1
    shift
    # A run-time folder of its own: this machine's may have no service manager.
    unshare -m sh -c 'mount -t tmpfs tmpfs /run; mkdir -p /run/systemd; exec systemd-nspawn -q --register=no --keep-unit -D "$0" -b "$@"' \
        "$tree" "$@" >"$tree.console" 2>&1 </dev/null &
    booted=$!
    for _ in $(seq 120); do
        init=$(pgrep -P "$(pgrep -P "$booted" systemd-nspawn || echo "$booted")" systemd | head -n 1 || true)
        if [ -n "$init" ] && nsenter -t "$init" -a systemctl is-system-running 2>/dev/null | grep -qE 'running|degraded'; then return; fi
        sleep 1
    done
    echo "The system does not boot:" >&2
    tail -n 20 "$tree.console" >&2
    exit 1
}

inside() {
    nsenter -t "$init" -m -u -i -n -p -C /usr/bin/env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

halt_system() {
    if [ -n "$booted" ]; then
        kill -TERM "$booted" 2>/dev/null || true
        wait "$booted" 2>/dev/null || true
        booted=
    fi
}
