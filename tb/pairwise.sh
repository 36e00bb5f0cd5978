#!/bin/sh
# pairwise.sh BUILD UNIT COUNT: a campaign over parameter sets that hold every pair of extremes of every two parameters
# (`gcim pairwise`: a line a bench, many small sets or a large one). The benches are built and run one after the other; a
# bench that was green for the same sources and count is not repeated. Last line: N passed, N failed (sets).
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
"$build/gcim" pairwise "$unit" > "$pair/sets" || exit 1
total=$(tr ';' '\n' < "$pair/sets" | wc -l)
passed=0
failed=0
start=$(date +%s)

build_bench() { # name, sets
  dir=$pair/$1
  mkdir -p "$dir"
  "$build/gcim" gen --dir "$dir/gen" --unit "$unit" --sets "$2" &&
    verilator --cc --timescale 1ns/1ps -Wall --x-assign unique --x-initial unique rtl/lint.vlt -y rtl -y rtl/prim \
      -y "$dir/gen/rtl" rtl/gcim_pkg.sv "$dir/gen/tb/$unit/tb_$unit.sv" --top-module "tb_$unit" --prefix "Vtb_$unit" \
      --Mdir "$dir/obj" --output-split 20000 &&
    OBJCACHE=$ccache make -s -j"${JOBS:-2}" -C "$dir/obj" -f "Vtb_$unit.mk" OPT_FAST=-O1 OPT_SLOW=-O0 &&
    $ccache g++ -std=c++17 -O2 -w -DVM_TRACE=0 -DVM_COVERAGE=0 -isystem "$v_inc" -I"$dir/obj" -Itb -Icmodel/include \
      -I"$dir/gen/tb/$unit" tb/tb_main.cpp tb/options.cpp tb/report.cpp tb/recording.cpp tb/shrink.cpp \
      "$dir/obj/Vtb_${unit}__ALL.a" "$build/vl/plain/rt/verilated.o" "$build/vl/plain/rt/verilated_threads.o" \
      "$build/lib/libgcim.a" -lpthread -o "$dir/bench"
}

while IFS= read -r sets; do
  name=${sets%%:*} # of the first set
  size=$(echo "$sets" | tr ';' '\n' | wc -l)
  stamp=$out/$name.$sources.$count.ok
  if [ ! -e "$stamp" ]; then
    if build_bench "$name" "$sets" > "$out/$name.build" 2>&1 &&
      "$pair/$name/bench" --count "$count" --out "$out" --quiet --cover "$out/$name.cover" > "$out/$name.log" 2>&1; then
      grep '^ok ' "$out/$name.log" > "$stamp"
      rm -rf "${pair:?}/$name"
    else
      good=$(grep -c '^ok ' "$out/$name.log" 2> /dev/null)
      passed=$((passed + ${good:-0}))
      failed=$((failed + size - ${good:-0}))
      echo "FAIL $unit: bench of $sets"
      grep -v '^ok ' "$out/$name.log" 2> /dev/null | tail -12 || tail -5 "$out/$name.build"
      continue
    fi
  fi
  passed=$((passed + size))
  done=$((passed + failed))
  left=$((($(date +%s) - start) * (total - done) / done))
  echo "$done/$total ETA ${left} s: $name and $((size - 1)) more, $(awk '{ for (i = 1; i < NF; i++) { if ($i == "beats") n += $(i+1) } } END { print n }' "$stamp") beats"
done < "$pair/sets"
"$build/gcim" cover "$out"/*.cover | grep -v hole
cat "$out"/*."$sources"."$count".ok | awk '{ gsub(/[(,)]/, ""); for (i = 1; i < NF; i++) { if ($i == "active") a += $(i+1); if ($i == "beats") b += $(i+1) } }
  END { printf "active cycles %d, beats compared %d\n", a, b }'
echo "pairwise $unit: $passed passed, $failed failed"
[ "$failed" = 0 ]
