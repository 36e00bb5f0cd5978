// gcim_apx_add2: approximate sum of two operands, signed or unsigned per transaction. Latency 1.
// Meaning: cmodel/unit/apx_add2.c. Parameters, ports and cycles: cmodel/unit/apx_add2.def.
`default_nettype none

module gcim_apx_add2 #(
  parameter  int Width     = 8,                        // bits per operand, 1..64
  parameter  int Adder     = gcim_pkg::ADD_LOA,
  parameter  int K         = 4,                        // approximated low bits; block or window
  parameter  int M         = 0,                        // low bits forced to 1
  parameter  int P         = 2,                        // ADD_GEAR: prediction bits
  parameter  int Cell      = 2,                        // ADD_CHAIN: row of the table of cells
  parameter  int UserS     = 150,                      // Cell = 1: truth table of the sum
  parameter  int UserC     = 232,                      // and of the carry
  parameter  int AllowSign = 0,                        // 1: is_signed_i is legal with K = Width
  localparam int SumBits   = Width + 1
) (
  input  wire logic               clk_i,
  input  wire logic               rst_ni,              // asynchronous, active low
  input  wire logic               valid_i,
  input  wire logic               is_signed_i,
  input  wire logic [Width-1:0]   a_i,
  input  wire logic [Width-1:0]   b_i,
  output      logic               valid_o,
  output      logic [SumBits-1:0] sum_o,
  output      logic               tap_cut              // carry into the upper part
);

  if (K > Width) begin : gen_bad_k
    k_within_width u_error ();
  end

  localparam logic [7:0] RowS = gcim_pkg::fa_sum(Cell);
  localparam logic [7:0] RowC = gcim_pkg::fa_carry(Cell);

  logic [SumBits-1:0] sum;
  logic               cut;

  gcim_apx_add #(
    .Width(Width), .Adder(Adder), .K(K), .M(M), .P(P),
    .SMask(Cell == 1 ? UserS : 32'(RowS)),
    .CMask(Cell == 1 ? UserC : 32'(RowC))
  ) u_add (
    .a_i, .b_i, .is_signed_i, .sum_o(sum), .cut_o(cut)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_o <= 1'b0;
    end else begin
      valid_o <= valid_i;
    end
  end

  always_ff @(posedge clk_i) begin
    sum_o   <= sum;
    tap_cut <= cut;
  end

endmodule

`default_nettype wire
