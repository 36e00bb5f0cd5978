# One offence per lint rule, in a copy of the tree: the rule must find it.
offence() { # rule, file, sed, text
  copy=$(plant "lint-$1" "$2" "$3" lint/cards.tsv lib gen)
  (cd "$copy" && git init -q .) > /dev/null 2>&1
  ln -sfn "$(cd "$build" && pwd)/venv" "$copy/build/venv"
  fault "lint-$1" red "$4" env BUILD=build sh -c "cd \"$copy\" && sim/lint/run.sh ${1%%+*}"
  rm -rf "$copy"
}
offence format cmodel/part/mvm.c \
  's/  for (int r/ for (int r/' \
  'cmodel/part/mvm.c:[0-9]+: .*not formatted'
offence format+columns rtl/gcim_pkg.sv \
  "1s|\$|$(printf '%0100d' 0)|" \
  'rtl/gcim_pkg.sv:1: .* columns'
offence rtl rtl/prim/gcim_delay.sv \
  's/\[Width-1:0\]/[Width:0]/' \
  'rtl/prim/gcim_delay.sv: verilator'
offence guards rtl/gcim_dcim_macro.sv 's/Group != 4/Group > 5/' 'accepts Group=3'
offence guards+name rtl/gcim_dcim_macro.sv \
  's/group_is_1_2_or_4/group_is_bad/' \
  'without the word group_is_1_2_or_4'
offence state rtl/prim/gcim_dcim_ctrl.sv \
  's/wr_ready_o = !busy/wr_ready_o = !busy \&\& !rd_valid_i/' \
  'wr_ready_o bit 0 depends on rd_valid_i'
offence package rtl/gcim_pkg.sv \
  's/RND_RTZ   = 3.d2/RND_RTZ   = 3'"'"'d6/' \
  'RND_RTZ is 6, GCIM_RND_RTZ is 2'
offence directions cmodel/part/mvm.c \
  's/"part.mvm.h"/"svdpi.h"/' \
  'cmodel/part/mvm.c:[0-9]+: .*svdpi.h'
offence directions+inside tb/report.cpp 's/"report.h"/"core\/model.h"/' 'inside the model'
offence cards cmodel/unit/add_tree.def \
  's/^UNIT    (add_tree/UNIT    (ad_tree/' \
  'does not describe a unit add_tree'
offence provable cmodel/part/mvm.c \
  's/y\[n\] = 0;/gcim_mvm(x, w, rows, cols, y);/' \
  'gcim_mvm can call itself'
offence provable+float cmodel/part/mvm.c 's/int64_t)x/double)x/' 'double: integers only'
offence provable+indirect cmodel/part/mvm.c \
  's/y\[n\] = 0;/(void)ops->run(y);/' \
  'calls run through a pointer'
offence provable+union cmodel/part/mvm.c 's/y\[n\] = 0;/union u { int a; };/' 'union: no union'
offence hygiene cmodel/part/mvm.c "1s|^|/* $(printf 'TO%s' DO) */|" "cmodel/part/mvm.c:1: TO""DO"
offence dpi dpi/gcim_dpi.h \
  's/int max_latency/const char *max_latency/' \
  'gcim_dpi_flow_tick is int'
offence pyslang_parse rtl/prim/gcim_delay.sv 's/Width-1/Widht-1/' 'Widht'
