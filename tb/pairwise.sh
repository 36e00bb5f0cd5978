#!/bin/sh
# pairwise.sh BUILD UNIT COUNT: a campaign over parameter sets that hold every pair of {lowest, highest, odd, not a power of
# two, default} of every two parameters (`gcim pairwise`). One Verilated model per set, built and run one after the other; a
# set that was green for the same sources and count is not repeated. Last line: N passed, N failed.
set -u
build=$1
unit=$2
count=$3
pair=$build/pair/$unit
out=$pair/out
mkdir -p "$out"
v_inc=$(verilator --getenv VERILATOR_ROOT)/include
ccache=$(command -v ccache || true)
sources=$(cat rtl/*.sv rtl/prim/*.sv tb/*.cpp tb/*.h "$build/lib/libgcim.a" | sha256sum | cut -c1-16)
sets=$("$build/gcim" pairwise "$unit") || exit 1
total=$(echo "$sets" | tr ';' '\n' | wc -l)
passed=0
failed=0
done=0
start=$(date +%s)

build_set() { # name, set
  dir=$pair/$1
  mkdir -p "$dir"
  "$build/gcim" gen --dir "$dir/gen" --unit "$unit" --sets "$2" &&
    verilator --cc --timescale 1ns/1ps -Wall --x-assign unique --x-initial unique rtl/lint.vlt -y rtl -y rtl/prim -y "$dir/gen/rtl" \
      rtl/gcim_pkg.sv "$dir/gen/tb/$unit/tb_$unit.sv" --top-module "tb_$unit" --prefix "Vtb_$unit" --Mdir "$dir/obj" \
      --output-split 20000 &&
    OBJCACHE=$ccache make -s -j"${JOBS:-2}" -C "$dir/obj" -f "Vtb_$unit.mk" OPT_FAST=-O1 OPT_SLOW=-O0 &&
    $ccache g++ -std=c++17 -O2 -w -DVM_TRACE=0 -DVM_COVERAGE=0 -isystem "$v_inc" -I"$dir/obj" -Itb -Icmodel/include \
      -I"$dir/gen/tb/$unit" tb/tb_main.cpp tb/options.cpp tb/report.cpp tb/recording.cpp tb/shrink.cpp \
      "$dir/obj/Vtb_${unit}__ALL.a" "$build/vl/plain/rt/verilated.o" "$build/vl/plain/rt/verilated_threads.o" \
      "$build/lib/libgcim.a" -lpthread -o "$dir/bench"
}

for set in $(echo "$sets" | tr ';' ' '); do
  name=${set%%:*}
  stamp=$out/$name.$sources.$count.ok
  if [ ! -e "$stamp" ]; then
    if build_set "$name" "$set" > "$out/$name.build" 2>&1 &&
      "$pair/$name/bench" --count "$count" --out "$out" --quiet --cover "$out/$name.cover" > "$out/$name.log" 2>&1; then
      grep '^ok ' "$out/$name.log" > "$stamp"
      rm -rf "${pair:?}/$name"
    else
      failed=$((failed + 1))
      echo "FAIL $unit $set"
      tail -5 "$out/$name.build" "$out/$name.log" 2>/dev/null
      continue
    fi
  fi
  passed=$((passed + 1))
  done=$((passed + failed))
  left=$((($(date +%s) - start) * (total - done) / done))
  echo "$done/$total ETA ${left} s: $(cat "$stamp") [${set#*:}]"
done
"$build/gcim" cover "$out"/*.cover | grep -v hole
cat "$out"/*."$sources"."$count".ok | awk '{ gsub(/[(,)]/, ""); for (i = 1; i < NF; i++) { if ($i == "active") a += $(i+1); if ($i == "beats") b += $(i+1) } }
  END { printf "active cycles %d, beats compared %d\n", a, b }'
echo "pairwise $unit: $passed passed, $failed failed"
[ "$failed" = 0 ]
