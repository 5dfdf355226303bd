# SPDX-License-Identifier: Apache-2.0
# For scripts that build the device targets as Embedded Swift: where things are, which flags.
# Sourced from the package's root; needs the function `fail`.

# The toolchain's usr folder.
find_swift_usr() {
  local resources
  resources=$(swift -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')
  [ -d "$resources/embedded" ] || fail "this Swift toolchain has no Embedded Swift library"
  dirname "$(dirname "$resources")"
}

# The folder of GCC's support library for a GNU triple.
find_gcc_support() {
  local library
  library=$(find /usr/lib/gcc-cross/"$1" /usr/lib/gcc/"$1" -name libgcc.a 2>/dev/null |
    sort -V | tail -n 1)
  [ -n "$library" ] || fail "libgcc for $1 is missing: run Toolchain/setup cross"
  dirname "$library"
}

# A folder with include/ and lib/ of musl for a Debian architecture: MUSL_ROOT, or the system's
# package, fetched once into the scratch folder with package lists of its own.
find_musl() {
  local architecture=$1 root=$2/musl
  if [ -n "${MUSL_ROOT:-}" ]; then
    [ -f "$MUSL_ROOT/lib/libc.a" ] || fail "MUSL_ROOT=$MUSL_ROOT has no lib/libc.a"
    echo "$MUSL_ROOT"
    return
  fi
  if [ ! -e "$root/lib/libc.a" ]; then
    fetch_musl "$architecture" "$root" >&2
  fi
  echo "$root"
}

fetch_musl() {
  local architecture=$1 root=$2 apt=$2/apt package folder
  rm -rf "$root"
  mkdir -p "$apt"/{state/lists/partial,cache/archives/partial}
  local options=(
    -q -o "APT::Architecture=$architecture" -o "APT::Architectures::=$architecture"
    -o "Dir::State=$apt/state" -o "Dir::State::status=/dev/null" -o "Dir::Cache=$apt/cache"
    -o "APT::Sandbox::User=")
  echo "fetching musl-dev:$architecture"
  # One of several package lists that cannot be had, or is not as signed, is left out by apt: the
  # download fails only if musl stands in no other.
  (cd "$root" && { apt-get "${options[@]}" update || true; } &&
    apt-get "${options[@]}" download musl-dev) \
    >"$apt/log" 2>&1 || {
    tail -n 5 "$apt/log"
    fail "cannot fetch musl-dev:$architecture; set MUSL_ROOT to a folder that has it"
  }
  package=$(find "$root" -maxdepth 1 -name 'musl-dev_*.deb')
  dpkg -x "$package" "$root/package"
  folder=$(dirname "$(find "$root/package" -name libc.a)")
  ln -s "$folder" "$root/lib"
  ln -s "$(find "$root/package/usr/include" -maxdepth 1 -name '*-linux-musl*')" "$root/include"
  rm -rf "$apt"
}

# Writes the toolset for static programs on musl, from: swift_usr musl gcc_support triple c_triple
# gnu_triple c_flags. Builds optimize all Swift code at once when they link, see `cross-compile`; C
# objects hold code as well, and the linker takes that.
write_musl_toolset() {
  local flag swift_flags= more_flags=
  for flag in $c_flags; do
    swift_flags+=" \"-Xcc\", \"$flag\","
    more_flags+=" \"$flag\","
  done
  cat >"$1" <<JSON
{
  "schemaVersion": "1.0",
  "rootPath": "$swift_usr/bin",
  "swiftCompiler": {
    "extraCLIOptions": [
      "-enable-experimental-feature", "Embedded", "-wmo", "-Osize",
      "-Xfrontend", "-mergeable-traps",
      "-Xcc", "--target=$c_triple",$swift_flags "-Xcc", "-I$musl/include",
      "-Xclang-linker", "--target=$gnu_triple", "-Xclang-linker", "-static",
      "-Xclang-linker", "-nostdlib", "-Xclang-linker", "-Wno-override-module", "-use-ld=lld"
    ]
  },
  "cCompiler": {
    "extraCLIOptions": [
      "-DLINNET_MUSL", "-DLINNET_EMBEDDED", "--target=$c_triple",$more_flags "-nostdlibinc",
      "-I$musl/include", "-ffunction-sections", "-fdata-sections",
      "-fno-asynchronous-unwind-tables", "-fno-unwind-tables", "-ffat-lto-objects"
    ]
  },
  "linker": {
    "extraCLIOptions": [
      "$musl/lib/crt1.o", "$musl/lib/crti.o", "-L$musl/lib", "-L$gcc_support",
      "-lc", "-lgcc", "$musl/lib/crtn.o", "--gc-sections", "--icf=all",
      "-T", "$PWD/Toolchain/embedded.ld"
    ]
  }
}
JSON
}
