# Trees that cannot be meant: the place, what stands there, what is expected; nothing half-written.
gcim=$build/gcim
fault approx-unknown-key 2 "character 9: no key 'tpo'; did you mean 'top'" "$gcim" approx metrics 'n=8 w=4 tpo=wallace'
fault approx-mask-too-short 2 "character 18: '1G.E8', expected two truth tables" "$gcim" approx metrics 'n=8 w=4 col[0:2]=1G.E8 top=wallace'
fault approx-mask-short 2 'expected two truth tables of 2 hexadecimal digits' "$gcim" approx metrics 'n=8 w=4 top=wallace col[0:2]=1.E8'
fault approx-one-mask 2 "'17', expected two truth tables of 2 hexadecimal digits" "$gcim" approx metrics 'n=8 w=4 top=wallace col[0:2]=17'
fault approx-k-above-width 2 'k_within_width' "$gcim" approx metrics 'n=2 w=8 add=loa(9)'
fault approx-no-lanes 2 'lanes=0 is outside 2..1024' "$gcim" approx metrics 'n=0 w=8'
fault approx-too-many-lanes 2 'lanes=1025 is outside 2..1024' "$gcim" approx emit 'n=1025 w=8'
fault approx-too-wide 2 'width=33 is outside 1..32' "$gcim" approx emit 'n=8 w=33'
fault approx-too-many-cases 1 '2\^64 cases; it goes to 2\^40' "$gcim" approx metrics 'n=8 w=8 top=wallace col[0:2]=ama5' --method exhaustive
fault approx-sign-column 2 'sign_column_is_exact' "$gcim" approx metrics 'n=2 w=8 scheme=extend add=loa(8)'
fault approx-sign-column-cells 2 'sign_column_is_exact' "$gcim" approx metrics 'n=8 w=4 scheme=extend top=wallace col[0:3]=ama5'
fault approx-sign-flag 2 'in a line sign=1' "$gcim" approx metrics 'n=2 w=8 scheme=extend add=loa(8)'
control approx-sign-column-allowed "$gcim" approx metrics 'n=2 w=8 scheme=extend add=loa(8) sign=1'
fault approx-block-in-tree 2 'blocks_add_two_lanes' "$gcim" approx metrics 'n=8 w=8 add=gear(2,2)'
fault approx-method-unknown 2 "no method 'tree2'; there are auto, all" "$gcim" approx metrics 'n=2 w=8 add=loa(4)' --method tree2
fault approx-method-does-not-apply 1 "method 'ripple' does not apply: it is for one adder" "$gcim" approx metrics 'n=8 w=8 top=wallace col[0:2]=ama5' --method ripple
figures='import json, sys
m = json.load(sys.stdin)
assert m["er"]["exact"] == "175/256" and m["er"]["published"].startswith("68 %") and m["er"]["what"] == "P(d != 0)"
assert [n["value"] * d for n, d in zip(m["nmed"], (510, 512, 510))] == [2.875] * 3 and m["rmse"] == 4
assert m["max"] == {"kind": "exact", "d": 8, "operands": [8, 8]}'
control approx-figures-as-json sh -c "\"$gcim\" approx metrics 'n=2 w=8 add=loa(4)' --json | python3 -c '$figures'"
fault approx-operand-range 2 "operand '99' is no whole number 0..15" "$gcim" approx eval 'n=2 w=4' 3 99
fault approx-operand-missing 2 '1 of the last set of n=2 are missing' "$gcim" approx eval 'n=2 w=4' 3
mkdir -p "$work/approx"
fault approx-no-folder 1 'the directory must exist' "$gcim" approx emit 'n=4 w=4' -o "$work/approx/none/x.sv"
fault approx-bad-name 2 "no Verilog identifier" "$gcim" approx emit 'n=4 w=4' --name 4x -o "$work/approx/x.sv"
unchanged approx-nothing-written "$work/approx"
printf '0101\n01x1\n' > "$work/planes.txt"
fault approx-learn-not-a-bit 1 "column 3: 'x' is not 0 or 1" "$gcim" approx learn "$work/planes.txt"
fault approx-learn-no-file 1 'cannot be read' "$gcim" approx learn "$work/none.txt"
fault network-not-printed red network_not_printed iverilog -g2012 -t null -s gcim_apx_net -Pgcim_apx_net.Lanes=63 \
  -y rtl/prim -Y .sv "$build/gen/rtl/gcim_apx_net.sv"
