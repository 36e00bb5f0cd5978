// gcim_apx_row: a row of full adder cells, one a bit. Combinational.
// Meaning: cmodel/num/apx_cells.def; used by carry-save trees.
`default_nettype none

module gcim_apx_row #(
  parameter int Width   = 8,
  parameter int Columns = 4,                            // bits below: by the tables; above: exact
  parameter int SMask   = 150,                          // bit 4a+2b+c: the sum
  parameter int CMask   = 232                           // the carry
) (
  input  wire logic [Width-1:0] a_i,
  input  wire logic [Width-1:0] b_i,
  input  wire logic [Width-1:0] c_i,
  output      logic [Width-1:0] s_o,
  output      logic [Width-1:0] c_o                     // not shifted
);

  localparam logic [Width-1:0] Low = ~({Width{1'b1}} << Columns);

  // Rows in which the cell differs from the exact one: none for an exact cell.
  localparam logic [7:0] SWrong = 8'(SMask ^ 150);
  localparam logic [7:0] CWrong = 8'(CMask ^ 232);

  // 1 where a, b, c of a bit are one of the rows.
  function automatic logic [Width-1:0] at_rows(
    input logic [7:0] rows,
    input logic [Width-1:0] a, input logic [Width-1:0] b, input logic [Width-1:0] c
  );
    at_rows = '0;
    for (int r = 0; r < 8; r++) begin
      if (rows[r]) begin
        at_rows = at_rows | (((r & 4) != 0 ? a : ~a) & ((r & 2) != 0 ? b : ~b)
                             & ((r & 1) != 0 ? c : ~c));
      end
    end
  endfunction

  // The exact words, inverted where the cell is wrong: whole words simulate faster than cells.
  assign s_o = a_i ^ b_i ^ c_i ^ (at_rows(SWrong, a_i, b_i, c_i) & Low);
  assign c_o = ((a_i & b_i) | (a_i & c_i) | (b_i & c_i)) ^ (at_rows(CWrong, a_i, b_i, c_i) & Low);

endmodule

`default_nettype wire
