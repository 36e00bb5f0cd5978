// gcim_fp_edge: largest exponent of a group, and the upper edge of its segment. Combinational.
// Meaning: cmodel/unit/fp_emax.def, 5 to 7.
`default_nettype none

module gcim_fp_edge #(
  parameter int Lanes   = 8,                           // any number from 1
  parameter int ExpBits = 5,
  parameter int Segment = 0                            // low exponent bits set to one
) (
  input  wire logic [Lanes*ExpBits-1:0] exp_i,         // lane 0 in the low bits
  input  wire logic [Lanes-1:0]         counts_i,
  output      logic [ExpBits-1:0]       edge_o,        // 0 if no lane counts
  output      logic [ExpBits-1:0]       max_o,         // 0 if no lane counts
  output      logic                     any_o
);

  localparam logic [ExpBits-1:0] Low = ~({ExpBits{1'b1}} << Segment);

  gcim_fp_max #(.Lanes(Lanes), .Width(ExpBits)) u_max (.data_i(exp_i), .counts_i, .max_o, .any_o);

  assign edge_o = any_o ? max_o | Low : '0;

endmodule

`default_nettype wire
