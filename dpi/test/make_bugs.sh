#!/bin/sh
# make_bugs.sh DIR: renamed copies of units with one planted bug each, and the binds of their checkers, into DIR/bugs.sv;
# the list of DUTs, for gen_bench set, goes to the standard output. Every edit must change something.
set -eu
dir=$1
: > "$dir/bugs.sv"

bug() { # unit configuration name taps edit
  sed -e "s/module gcim_$1\b/module gcim_$1_$3/" "rtl/gcim_$1.sv" > "$dir/copy.sv"
  sed -e "$5" "$dir/copy.sv" > "$dir/edited.sv"
  if [ "$3" != intact ] && cmp -s "$dir/copy.sv" "$dir/edited.sv"; then
    echo "make_bugs: '$5' changes nothing in rtl/gcim_$1.sv" >&2
    exit 1
  fi
  cat "$dir/edited.sv" >> "$dir/bugs.sv"
  sed -n "/^bind gcim_$1 /,/^) u_check/p" "$dir/../../gen/sv/gcim_$1_check.sv" |
    sed -e "s/^bind gcim_$1 /bind gcim_$1_$3 /" -e "s/\`GCIM_BIND_TAPS/$4/" -e "s/\`GCIM_BIND_VERDICT/1'b0/" >> "$dir/bugs.sv"
  echo "$1:$2:$3"
}

bug add_tree   tiny intact     -1 ''
bug add_tree   tiny no_sign    -1 "s/\.is_signed_i, \.data_i/.is_signed_i(1'b0), .data_i/"
bug add_tree   odd  mute       -1 "s/assign valid_o = .*/assign valid_o = 1'b0;/"
bug dcim_macro tiny no_minus   -1 "s/\.negative_i(sum_negative)/.negative_i(1'b0)/"
bug dcim_macro tiny swapped_tap -1 's/tap_tile_sum\[c\*TileBits/tap_tile_sum[(Cols-1-c)*TileBits/'
bug dcim_macro tiny unseen_tap  0 's/tap_tile_sum\[c\*TileBits/tap_tile_sum[(Cols-1-c)*TileBits/'
bug dcim_macro narrow stuck_ovf  -1 's/\.ovf_o(rs_ovf_o\[c\])/.ovf_o()/;s/^endmodule/  assign rs_ovf_o = 0;\nendmodule/'
