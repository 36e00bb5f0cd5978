// gcim_apx_cell4: 4:2 compressor without carry in and out, given by two truth tables.
// Combinational. Meaning: cmodel/num/apx_cells.def; used by printed trees.
`default_nettype none

module gcim_apx_cell4 #(
  parameter int SMask = 59798,                          // bit 8*x1+4*x2+2*x3+x4: the sum
  parameter int CMask = 65256                           // the carry; default: only 1111 is wrong
) (
  input  wire logic x1_i,
  input  wire logic x2_i,
  input  wire logic x3_i,
  input  wire logic x4_i,
  output      logic s_o,
  output      logic c_o
);

  localparam logic [15:0] STable = 16'(SMask);
  localparam logic [15:0] CTable = 16'(CMask);

  assign s_o = STable[{x1_i, x2_i, x3_i, x4_i}];
  assign c_o = CTable[{x1_i, x2_i, x3_i, x4_i}];

endmodule

`default_nettype wire
