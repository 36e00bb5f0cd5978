// gcim_fp_sum: exact sum of signed lanes. Combinational. Meaning: cmodel/unit/fp_post_align.def, 8.
`default_nettype none

module gcim_fp_sum #(
  parameter  int Lanes   = 8,                          // any number from 1
  parameter  int Width   = 12,                         // bits per lane
  localparam int Levels  = $clog2(Lanes),
  localparam int SumBits = Width + Levels              // exact: 2^Levels lanes or fewer
) (
  input  wire logic [Lanes*Width-1:0] data_i,          // lane 0 in the low bits
  output      logic [SumBits-1:0]     sum_o            // signed
);

  // Every node has all SumBits: exact modulo 2^SumBits, so that only the leaves extend.
  for (genvar l = 0; l <= Levels; l++) begin : gen_level
    for (genvar n = 0; n < (Lanes + (1 << l) - 1) / (1 << l); n++) begin : gen_node
      logic [SumBits-1:0] word;

      if (l == 0) begin : gen_leaf
        assign word = SumBits'($signed(data_i[n*Width +: Width]));
      end else if (((2*n + 1) << l) >= 2*Lanes) begin : gen_pass        // no neighbour
        assign word = gen_level[l-1].gen_node[2*n].word;
      end else begin : gen_add
        assign word = gen_level[l-1].gen_node[2*n].word + gen_level[l-1].gen_node[2*n+1].word;
      end
    end
  end

  assign sum_o = gen_level[Levels].gen_node[0].word;

endmodule

`default_nettype wire
