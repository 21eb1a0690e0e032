#!/bin/sh
# Installs the programs the worker uses (Debian and relatives), as root or through sudo. Safe to run again.
#   --demo    also what only the demo needs: the program of its customer that encrypts
#   --tests   also what only the tests need
#   --bench   also what only the benchmarks compare with
set -eu

packages="postgresql openssh-server openssh-client openssh-sftp-server util-linux bubblewrap libicu72|libicu76|libicu-dev tzdata"
demo_packages="gnupg"
test_packages="gnupg zsh fish man-db debootstrap systemd-container proftpd-core proftpd-mod-crypto dropbear-bin socat tinyproxy-bin microsocks sq rnp passwd systemd libfaketime libreoffice-calc-nogui chromium fonts-dejavu-core prometheus python3-aiosmtpd"
bench_packages="rclone postgresql-client unzip"
wanted=$packages
for argument in "$@"; do
    case $argument in
        --demo) wanted="$wanted $demo_packages" ;;
        --tests) wanted="$wanted $test_packages" ;;
        --bench) wanted="$wanted $bench_packages" ;;
        *) echo "usage: $0 [--demo] [--tests] [--bench]" >&2; exit 2 ;;
    esac
done

installed() {
    dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null | grep -q '^installed$'
}

# "a|b" is met by whichever of the two is there; the first one the archive knows is installed.
missing_of() {
    for wish in $wanted; do
        met=no
        for name in $(echo "$wish" | tr '|' ' '); do
            if installed "$name"; then met=yes; break; fi
        done
        if [ "$met" = no ]; then echo "$wish"; fi
    done
}

if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "This is no Debian; install these by hand: $wanted" >&2
    exit 4
fi

missing=$(missing_of)
if [ -z "$missing" ]; then
    exit 0
fi

as_root=
if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null || { [ -t 0 ] && command -v sudo >/dev/null 2>&1; }; then
        as_root=sudo
    else
        echo "Missing packages, and no way to become root: $(echo $missing)" >&2
        echo "Run as root: apt-get install -y $(echo $missing | tr '|' '/')" >&2
        exit 4
    fi
fi

# The worker starts its own PostgreSQL and, for the demo, its own sshd: no service of these packages may be started, now or at boot.
# What was enabled before stays as it was.
before() { systemctl is-enabled "$1" 2>/dev/null || true; }
services="ssh postgresql proftpd prometheus"
was=$(for service in $services; do echo "$service=$(before $service)"; done)
created_policy=no
if [ ! -e /usr/sbin/policy-rc.d ]; then
    printf '#!/bin/sh\nexit 101\n' | $as_root tee /usr/sbin/policy-rc.d >/dev/null
    $as_root chmod 755 /usr/sbin/policy-rc.d
    created_policy=yes
fi
undo() { if [ "$created_policy" = yes ]; then $as_root rm -f /usr/sbin/policy-rc.d; fi; }
trap undo EXIT

# No cluster of Debian's own either: the option must be there before the package is.
if ! installed postgresql-common && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
    $as_root mkdir -p /etc/postgresql-common
    echo "create_main_cluster = false" | $as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
fi

$as_root apt-get update -qq || true
for wish in $missing; do
    done=no
    for name in $(echo "$wish" | tr '|' ' '); do
        if $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
            -o Dpkg::Options::=--force-confold "$name" >/dev/null 2>&1; then
            echo "installed $name"
            done=yes
            break
        fi
    done
    if [ "$done" = no ]; then echo "could not install $wish" >&2; fi
done

if command -v systemctl >/dev/null 2>&1 && [ -d /run/systemd/system ]; then
    for pair in $was; do
        service=${pair%%=*}
        if [ "${pair#*=}" != enabled ] && [ "$(before "$service")" = enabled ]; then
            $as_root systemctl disable --now "$service" >/dev/null 2>&1 || true
        fi
    done
fi

missing=$(missing_of)
if [ -n "$missing" ]; then
    echo "Still missing: $(echo $missing)" >&2
    exit 4
fi
