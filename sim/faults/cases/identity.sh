# A library that is not the one the checkers were generated from must not make a model.
include=$(${VERILATOR:-verilator} --getenv VERILATOR_ROOT)/include/vltstd
control identity-program "${CC:-gcc}" -std=c17 -Icmodel/include -Idpi -isystem "$include" \
  sim/faults/identity.c dpi/gcim_dpi.c "$build/lib/libgcim.a" -o "$work/identity"
control identity-own "$work/identity" own
fault identity-stale-model 1 'gcim_model_new: .*identity.*0000' "$work/identity" model
fault identity-stale-dpi 1 'gcim_dpi_new: .*identity.*0000' "$work/identity" dpi
