// gcim_apx_row4: a row of 4:2 compressors without carries between them. Combinational.
// Meaning: cmodel/num/apx_cells.def; used by gcim_apx_saver_node.
`default_nettype none

module gcim_apx_row4 #(
  parameter int Width = 8,
  parameter int SMask = 59798,                          // bit 8*x1+4*x2+2*x3+x4: the sum
  parameter int CMask = 65256                           // the carry
) (
  input  wire logic [Width-1:0] x1_i,
  input  wire logic [Width-1:0] x2_i,
  input  wire logic [Width-1:0] x3_i,
  input  wire logic [Width-1:0] x4_i,
  output      logic [Width-1:0] s_o,
  output      logic [Width-1:0] c_o                     // not shifted
);

  localparam logic [15:0] STable = 16'(SMask);
  localparam logic [15:0] CTable = 16'(CMask);

  // 1 where a table, at x1 and x2 given, is 1 for x3 and x4.
  function automatic logic [Width-1:0] at_rows(
    input logic [3:0] rows, input logic [Width-1:0] x3, input logic [Width-1:0] x4
  );
    at_rows = '0;
    for (int r = 0; r < 4; r++) begin
      if (rows[r]) begin
        at_rows = at_rows | (((r & 2) != 0 ? x3 : ~x3) & ((r & 1) != 0 ? x4 : ~x4));
      end
    end
  endfunction

  // Whole words simulate faster than columns.
  assign s_o = (~x1_i & ~x2_i & at_rows(STable[3:0], x3_i, x4_i))
             | (~x1_i & x2_i & at_rows(STable[7:4], x3_i, x4_i))
             | (x1_i & ~x2_i & at_rows(STable[11:8], x3_i, x4_i))
             | (x1_i & x2_i & at_rows(STable[15:12], x3_i, x4_i));
  assign c_o = (~x1_i & ~x2_i & at_rows(CTable[3:0], x3_i, x4_i))
             | (~x1_i & x2_i & at_rows(CTable[7:4], x3_i, x4_i))
             | (x1_i & ~x2_i & at_rows(CTable[11:8], x3_i, x4_i))
             | (x1_i & x2_i & at_rows(CTable[15:12], x3_i, x4_i));

endmodule

`default_nettype wire
