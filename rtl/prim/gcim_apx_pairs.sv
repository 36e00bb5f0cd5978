// gcim_apx_pairs: one level of an approximate population count: neighbours through AND or OR, a bit
// left over passes. Combinational.
// Meaning: cmodel/unit/apx_popcount.c; algorithm: cmodel/unit/apx_popcount.def, 6..8.
`default_nettype none

module gcim_apx_pairs #(
  parameter  int Width   = 16,                          // from 1
  parameter  int Pattern = 0,                           // 0: AND first, 1: OR first, 2: OR only
  localparam int Pairs   = (Width + 1) / 2
) (
  input  wire logic [Width-1:0] data_i,
  output      logic [Pairs-1:0] pairs_o
);

  // The bit left over meets itself.
  function automatic logic [Pairs-1:0] pairs_of(input logic [Width-1:0] data);
    logic first, second;
    for (int j = 0; j < Pairs; j++) begin
      first       = data[2*j];
      second      = data[2*j + 1 < Width ? 2*j + 1 : 2*j];
      pairs_of[j] = j % 2 == Pattern ? first & second : first | second;
    end
  endfunction

  assign pairs_o = pairs_of(data_i);

endmodule

`default_nettype wire
