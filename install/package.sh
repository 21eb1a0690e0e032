#!/bin/sh
# Makes the Debian package of the worker: package.sh FOLDER [--no-build PROGRAM]
#   FOLDER     where nexusgo-fileexchange_VERSION_ARCH.deb is put
#   --no-build takes a program that was published before from the folder PROGRAM
# Self-contained: Debian has no .NET 10, so the package brings the runtime; updates of .NET come as updates of this package.
set -eu
cd "$(dirname "$0")/.."
usage() { echo "usage: $0 FOLDER [--no-build PROGRAM]"; }
case ${1:-} in
    -h|--help) usage; exit 0 ;;
    ''|-*) usage >&2; exit 64 ;;
esac
out=$1
published=
if [ "${2:-}" = --no-build ]; then published=$3; fi
for tool in dpkg-deb gzip; do
    command -v "$tool" >/dev/null 2>&1 || { echo "Missing program: $tool (packages dpkg, gzip)" >&2; exit 72; }
done

case $(uname -m) in
    x86_64) runtime=linux-x64; arch=amd64 ;;
    aarch64) runtime=linux-arm64; arch=arm64 ;;
    *) echo "No build for $(uname -m)." >&2; exit 64 ;;
esac

name=nexusgo-fileexchange
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
base=$root/usr/lib/$name
mkdir -p "$base" "$out"
if [ -n "$published" ]; then
    cp -a "$published" "$base/dist"
else
    dotnet publish src/NexusGo.FileExchange.Worker/NexusGo.FileExchange.Worker.csproj -c Release -r "$runtime" \
        --self-contained true -p:PublishReadyToRun=true -o "$base/dist" -v q --nologo
    dotnet publish src/NexusGo.FileExchange.Page/NexusGo.FileExchange.Page.csproj -c Release -r "$runtime" \
        --self-contained true -p:PublishReadyToRun=true -o "$base/dist" -v q --nologo
fi
find "$base/dist" -name '*.pdb' -delete
chmod -R u=rwX,go=rX "$base/dist"
version=$("$base/dist/nexusgo-fx" --version | cut -d+ -f1)
install -m 755 install/activate.sh "$base/activate"

install -d "$root/usr/bin" "$root/usr/lib/systemd/system" "$root/usr/lib/sysusers.d" "$root/usr/lib/tmpfiles.d" \
    "$root/usr/share/man/man8" "$root/usr/share/bash-completion/completions" "$root/usr/share/zsh/vendor-completions" \
    "$root/usr/share/fish/vendor_completions.d" "$root/usr/share/doc/$name/config" "$root/usr/share/doc/$name/install" "$root/usr/share/doc/$name/src" "$root/usr/share/doc/$name/samples" "$root/etc/$name/customers/shared" "$root/etc/$name/schema"
ln -s "../lib/$name/current/nexusgo-fx" "$root/usr/bin/nexusgo-fx"
sed "s|/opt/$name/|/usr/lib/$name/current/|; s|^Documentation=.*|Documentation=man:nexusgo-fx(8) file:///usr/share/doc/$name/install/README.md|" \
    "install/$name.service" >"$root/usr/lib/systemd/system/$name.service"
sed "s|/opt/$name/|/usr/lib/$name/current/|; s|^Documentation=.*|Documentation=file:///usr/share/doc/$name/install/README.md|" \
    "install/$name-page.service" >"$root/usr/lib/systemd/system/$name-page.service"
cp install/package/sysusers.conf "$root/usr/lib/sysusers.d/$name.conf"
cp install/package/tmpfiles.conf "$root/usr/lib/tmpfiles.d/$name.conf"
"$base/dist/nexusgo-fx" manual --write "$base/manual"
gzip -9n <"$base/manual/nexusgo-fx.8" >"$root/usr/share/man/man8/nexusgo-fx.8.gz"
cp "$base/manual/completion.bash" "$root/usr/share/bash-completion/completions/nexusgo-fx"
cp "$base/manual/completion.zsh" "$root/usr/share/zsh/vendor-completions/_nexusgo-fx"
cp "$base/manual/completion.fish" "$root/usr/share/fish/vendor_completions.d/nexusgo-fx.fish"

cp config/appsettings.json "$root/etc/$name/"
cp config/production.json.sample "$root/etc/$name/"
cp config/customers/*.sample "$root/etc/$name/customers/"
cp config/customers/shared/*.sample "$root/etc/$name/customers/shared/"
cp config/schema/*.json "$root/etc/$name/schema/"
# Beside one another as in a checkout, so that their links hold.
cp install/sandbox.conf "$root/usr/share/doc/$name/"
cp -r install/*.md install/pictures install/prometheus install/grafana "$root/usr/share/doc/$name/install/"
cp src/THREATS.md "$root/usr/share/doc/$name/src/"
cp config/README.md "$root/usr/share/doc/$name/config/"
cp -r samples/README*.md samples/manual "$root/usr/share/doc/$name/samples/"
cp install/LICENSE "$root/usr/share/doc/$name/copyright"
gzip -9n <install/CHANGELOG >"$root/usr/share/doc/$name/changelog.gz"
find "$root" -type d -exec chmod 755 {} +
find "$root/usr/share" "$root/etc" -type f -exec chmod 644 {} +

mkdir "$root/DEBIAN"
sed "s/@VERSION@/$version/; s/@ARCH@/$arch/; s/@SIZE@/$(du -sk "$root" | cut -f1)/" install/package/control >"$root/DEBIAN/control"
(cd "$root" && find etc -type f | sed 's|^|/|' | sort) >"$root/DEBIAN/conffiles"
for script in postinst prerm postrm; do
    sed "s/@VERSION@/$version/" "install/package/$script" >"$root/DEBIAN/$script"
    chmod 755 "$root/DEBIAN/$script"
done

dpkg-deb --root-owner-group -Zxz -z3 --build "$root" "$out/${name}_${version}_$arch.deb"
