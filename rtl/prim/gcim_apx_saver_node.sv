// gcim_apx_saver_node: two pairs (word, carry) compressed into one: two rows of full adder cells,
// or 4:2 compressors in the low columns. Combinational. Part of gcim_apx_saver; algorithm:
// cmodel/unit/apx_tree.def, 8.
`default_nettype none

module gcim_apx_saver_node #(
  parameter int Width      = 8,
  parameter int Columns    = 4,                        // low columns with approximate cells
  parameter int FirstS     = 150,                      // cell of the first row
  parameter int FirstC     = 232,
  parameter int SecondS    = 150,                      // cell of the second row
  parameter int SecondC    = 232,
  parameter bit Compressed = 0,                        // 1: compressors there, not cells
  parameter int FourS      = 59798,                    // their truth tables
  parameter int FourC      = 65256
) (
  input  wire logic [Width-1:0] w0_i,
  input  wire logic [Width-1:0] c0_i,
  input  wire logic [Width-1:0] w1_i,
  input  wire logic [Width-1:0] c1_i,
  input  wire logic             approx_i,              // 0: every cell is exact
  output      logic [Width-1:0] word_o,
  output      logic [Width-1:0] carry_o                // shifted to the columns it belongs to
);

  localparam logic [Width-1:0] Low = ~({Width{1'b1}} << Columns);

  logic [Width-1:0] exact_s, exact_t;                  // first row: sums and carries, unshifted
  logic [Width-1:0] s, t, t_left;
  logic [Width-1:0] exact_word, exact_carry;           // second row
  logic [Width-1:0] word, carry;

  assign exact_s     = w0_i ^ c0_i ^ w1_i;
  assign exact_t     = (w0_i & c0_i) | (w0_i & w1_i) | (c0_i & w1_i);
  assign t_left      = t << 1;
  assign exact_word  = s ^ t_left ^ c1_i;
  assign exact_carry = (s & t_left) | (s & c1_i) | (t_left & c1_i);

  if (Columns == 0) begin : gen_exact
    logic unused;

    assign unused = approx_i;
    assign s      = exact_s;
    assign t      = exact_t;
    assign word   = exact_word;
    assign carry  = exact_carry;
  end else if (Compressed) begin : gen_compressed      // nothing goes from there into the first row
    logic [Width-1:0] four_s, four_c, low;

    gcim_apx_row4 #(.Width(Width), .SMask(FourS), .CMask(FourC)) u_row (
      .x1_i(w0_i), .x2_i(c0_i), .x3_i(w1_i), .x4_i(c1_i), .s_o(four_s), .c_o(four_c)
    );

    assign low   = approx_i ? Low : '0;
    assign s     = exact_s;
    assign t     = exact_t & ~low;
    assign word  = (exact_word & ~low) | (four_s & low);
    assign carry = (exact_carry & ~low) | (four_c & low);
  end else begin : gen_cells
    logic [Width-1:0] row_s, row_t, row_word, row_carry;

    gcim_apx_row #(
      .Width(Width), .Columns(Columns), .SMask(FirstS), .CMask(FirstC)
    ) u_first (
      .a_i(w0_i), .b_i(c0_i), .c_i(w1_i), .s_o(row_s), .c_o(row_t)
    );

    gcim_apx_row #(
      .Width(Width), .Columns(Columns), .SMask(SecondS), .CMask(SecondC)
    ) u_second (
      .a_i(s), .b_i(t_left), .c_i(c1_i), .s_o(row_word), .c_o(row_carry)
    );

    assign s     = approx_i ? row_s : exact_s;
    assign t     = approx_i ? row_t : exact_t;
    assign word  = approx_i ? row_word : exact_word;
    assign carry = approx_i ? row_carry : exact_carry;
  end

  assign word_o  = word;
  assign carry_o = carry << 1;

endmodule

`default_nettype wire
