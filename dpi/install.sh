#!/bin/sh
# install.sh BUILD VERSION ROOT: put the library, the boundary, checkers, RTL, packages, SystemC modules, Python module and spec sheets
# under ROOT (DESTDIR and prefix). Nothing in it names ROOT: the folder may be moved. Run from the project's root.
set -eu
build=$1
version=$2
root=$3
major=${version%%.*}
home=$root/share/gcim

put() { # folder file...
  folder=$1
  shift
  for file in "$@"; do
    [ -e "$file" ] || continue
    mkdir -p "$folder"
    install -m 644 "$file" "$folder/"
  done
  return 0
}

put "$root/include" cmodel/include/gcim*.h
put "$root/lib" "$build/lib/libgcim.a" "$build/lib/libgcim_dpi.a"
install -m 755 "$build/lib/libgcim.so.$version" "$build/lib/libgcim_dpi.so" "$root/lib/"
strip -D --strip-debug "$root/lib/libgcim.a" "$root/lib/libgcim_dpi.a" "$root/lib/libgcim.so.$version" "$root/lib/libgcim_dpi.so"
ln -sf "libgcim.so.$version" "$root/lib/libgcim.so.$major"
ln -sf "libgcim.so.$major" "$root/lib/libgcim.so"

put "$home" LICENSE
put "$home/dpi" dpi/gcim_dpi.h dpi/gcim_dpi_main.h dpi/gcim_dpi_pkg.sv dpi/gcim_dpi.c dpi/gcim_adapt_*.sv dpi/README.md \
  "$build"/gen/c/*.c
put "$home/sv" "$build"/gen/sv/*.sv
put "$home/sc" "$build"/gen/sc/*.h
put "$home/rtl" rtl/*.sv rtl/lint.vlt rtl/README.md
put "$home/rtl/prim" rtl/prim/*.sv
put "$home/rtl/printed" "$build"/gen/rtl/*.sv
put "$home/python" cmodel/python/gcim.py
put "$home/spec" "$build"/gen/spec/*

# File lists: GCIM_HOME is <prefix>/share/gcim; pkg-config --variable=gcim_home gcim prints it.
{
  echo "// RTL. Set GCIM_HOME to <prefix>/share/gcim. With Verilator give \${GCIM_HOME}/rtl/lint.vlt first."
  echo "\${GCIM_HOME}/rtl/gcim_pkg.sv"
  (cd "$home" && ls rtl/prim/*.sv rtl/printed/*.sv rtl/gcim_*.sv 2>/dev/null | grep -v gcim_pkg) | sed 's|^|${GCIM_HOME}/|'
} > "$home/gcim_rtl.f"
{
  echo "// Checkers and adapters. Set GCIM_HOME to <prefix>/share/gcim; link libgcim_dpi and libgcim (pkg-config gcim-dpi)."
  echo "\${GCIM_HOME}/dpi/gcim_dpi_pkg.sv"
  echo "-y \${GCIM_HOME}/sv"
  echo "-y \${GCIM_HOME}/dpi"
  echo "+libext+.sv"
} > "$home/gcim_check.f"
chmod 644 "$home"/*.f

mkdir -p "$root/lib/pkgconfig"
cat > "$root/lib/pkgconfig/gcim.pc" <<END
prefix=\${pcfiledir}/../..
libdir=\${prefix}/lib
includedir=\${prefix}/include
gcim_home=\${prefix}/share/gcim

Name: gcim
Description: bit-exact golden models of digital compute-in-memory hardware
Version: $version
Libs: -L\${libdir} -lgcim
Cflags: -I\${includedir}
END
cat > "$root/lib/pkgconfig/gcim-dpi.pc" <<END
prefix=\${pcfiledir}/../..
libdir=\${prefix}/lib
gcim_home=\${prefix}/share/gcim

Name: gcim-dpi
Description: the boundary between gcim and a SystemVerilog simulator
Version: $version
Requires: gcim
Libs: -L\${libdir} -lgcim_dpi
Cflags: -I\${gcim_home}/dpi
END
chmod 644 "$root"/lib/pkgconfig/*.pc
