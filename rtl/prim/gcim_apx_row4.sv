// gcim_apx_row4: a row of 4:2 compressors without carries between them. Combinational.
// Meaning: cmodel/num/apx_cells.def; used by gcim_apx_pair.
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

  logic [Width-1:0] here;                               // 1 where the inputs are row r

  // All columns at once: whole words simulate faster than cells.
  always_comb begin
    s_o = '0;
    c_o = '0;
    for (int r = 0; r < 16; r++) begin
      here = ((r & 8) != 0 ? x1_i : ~x1_i) & ((r & 4) != 0 ? x2_i : ~x2_i)
             & ((r & 2) != 0 ? x3_i : ~x3_i) & ((r & 1) != 0 ? x4_i : ~x4_i);
      s_o = STable[r] ? s_o | here : s_o;
      c_o = CTable[r] ? c_o | here : c_o;
    end
  end

endmodule

`default_nettype wire
