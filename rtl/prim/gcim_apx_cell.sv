// gcim_apx_cell: full adder cell given by two truth tables. Combinational.
// Meaning: cmodel/num/apx_cells.def; used by gcim_apx_chain and by printed trees.
`default_nettype none

module gcim_apx_cell #(
  parameter int SMask = 150,                            // bit 4a+2b+c: the sum; 150: exact
  parameter int CMask = 232                             // the carry; 232: exact
) (
  input  wire logic a_i,
  input  wire logic b_i,
  input  wire logic c_i,
  output      logic s_o,
  output      logic c_o
);

  localparam logic [7:0] STable = 8'(SMask);
  localparam logic [7:0] CTable = 8'(CMask);

  assign s_o = STable[{a_i, b_i, c_i}];
  assign c_o = CTable[{a_i, b_i, c_i}];

endmodule

`default_nettype wire
