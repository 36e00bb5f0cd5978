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

  always_comb begin
    pairs_o = '0;
    for (int j = 0; j < Width / 2; j++) begin
      pairs_o[j] = j % 2 == Pattern ? data_i[2*j] & data_i[2*j + 1]
                                    : data_i[2*j] | data_i[2*j + 1];
    end
    for (int j = Width / 2; j < Pairs; j++) begin
      pairs_o[j] = data_i[2*j];
    end
  end

endmodule

`default_nettype wire
