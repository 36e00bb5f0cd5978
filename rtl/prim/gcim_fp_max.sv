// gcim_fp_max: largest of the words that count. Combinational.
// Meaning: cmodel/unit/fp_emax.def, 5 and 6.
`default_nettype none

module gcim_fp_max #(
  parameter  int Lanes  = 8,                           // words, any number from 1
  parameter  int Width  = 5,                           // bits per word, unsigned
  localparam int Levels = $clog2(Lanes)
) (
  input  wire logic [Lanes*Width-1:0] data_i,          // word 0 in the low bits
  input  wire logic [Lanes-1:0]       counts_i,
  output      logic [Width-1:0]       max_o,           // 0 if none counts
  output      logic                   any_o            // 1: some word counts
);

  // A word that does not count is 0, which changes no maximum.
  for (genvar l = 0; l <= Levels; l++) begin : gen_level
    for (genvar n = 0; n < (Lanes + (1 << l) - 1) / (1 << l); n++) begin : gen_node
      logic [Width-1:0] word;

      if (l == 0) begin : gen_leaf
        assign word = counts_i[n] ? data_i[n*Width +: Width] : '0;
      end else if (((2*n + 1) << l) >= 2*Lanes) begin : gen_pass        // no neighbour
        assign word = gen_level[l-1].gen_node[2*n].word;
      end else begin : gen_larger
        logic [Width-1:0] a, b;
        assign a    = gen_level[l-1].gen_node[2*n].word;
        assign b    = gen_level[l-1].gen_node[2*n+1].word;
        assign word = a > b ? a : b;
      end
    end
  end

  assign max_o = gen_level[Levels].gen_node[0].word;
  assign any_o = counts_i != '0;

endmodule

`default_nettype wire
