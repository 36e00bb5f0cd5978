// prove_product: in accurate mode the multiplier gives a*b for every reading of its operands.
`default_nettype none

module prove_product #(
  parameter int Vbl      = 3,
  parameter int Bias     = 4,
  parameter int BiasGate = 0
) (
  input  wire logic [3:0] a_i,
  input  wire logic [3:0] b_i,
  input  wire logic       a_signed_i,
  input  wire logic       b_signed_i,
  output      logic [9:0] product_o,
  output      logic       bad_o,
  output      logic       reach_o
);

  logic              unused_valid;
  logic [9:0]        unused_array;
  logic signed [9:0] a, b;

  gcim_apx_mul4 #(.Vbl(Vbl), .Bias(Bias), .BiasGate(BiasGate)) u_mul (
    .clk_i(1'b0), .rst_ni(1'b1), .valid_i(1'b1), .approx_i(1'b0),
    .a_signed_i, .b_signed_i, .a_i, .b_i,
    .valid_o(unused_valid), .product_o, .tap_array(unused_array)
  );

  assign a       = {{6{a_signed_i & a_i[3]}}, a_i};
  assign b       = {{6{b_signed_i & b_i[3]}}, b_i};
  assign bad_o   = product_o != 10'(a * b);
  assign reach_o = product_o == -10'd120;              // -8 * 15, the most negative product

endmodule

`default_nettype wire
