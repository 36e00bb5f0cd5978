// gcim_apx_mul4: 4 x 4 bit multiplier, accurate or with a broken array of AND terms. Latency 1.
// Meaning: cmodel/unit/apx_mul4.c. Parameters, ports and cycles: cmodel/unit/apx_mul4.def.
`default_nettype none

module gcim_apx_mul4 #(
  parameter int Vbl      = 3,                          // columns below it can be removed, 0..7
  parameter int Bias     = 4,                          // added in approximate mode, 0..63
  parameter int BiasGate = 0                           // 1: not for a zero operand
) (
  input  wire logic       clk_i,
  input  wire logic       rst_ni,                      // asynchronous, active low
  input  wire logic       valid_i,
  input  wire logic       a_signed_i,
  input  wire logic       b_signed_i,
  input  wire logic       approx_i,
  input  wire logic [3:0] a_i,
  input  wire logic [3:0] b_i,
  output      logic       valid_o,
  output      logic [9:0] product_o,                   // signed
  output      logic [9:0] tap_array                    // signed, without the bias
);

  logic       biased;
  logic [9:0] array, product;

  // Row i: the AND terms of bit i of a.
  for (genvar i = 0; i < 4; i++) begin : gen_row
    localparam logic [3:0] Kept = 4'hF << (Vbl > i ? Vbl - i : 0);
    logic [3:0] terms;
    logic [9:0] row;

    assign terms = {4{a_i[i]}} & b_i & (approx_i ? Kept : 4'hF);
    assign row   = {{6{b_signed_i & terms[3]}}, terms} << i;
  end

  assign array   = gen_row[0].row + gen_row[1].row + gen_row[2].row
                   + (a_signed_i ? -gen_row[3].row : gen_row[3].row);
  assign biased  = approx_i && (BiasGate == 0 || (a_i != '0 && b_i != '0));
  assign product = biased ? array + 10'(Bias) : array;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_o <= 1'b0;
    end else begin
      valid_o <= valid_i;
    end
  end

  always_ff @(posedge clk_i) begin
    product_o <= product;
    tap_array <= array;
  end

endmodule

`default_nettype wire
