// gcim_fp_decode: floating-point code to sign, exponent, significand and class. Latency 1.
// Meaning: cmodel/unit/fp_decode.c. Parameters, ports and cycles: cmodel/unit/fp_decode.def.
`default_nettype none

module gcim_fp_decode #(
  parameter  int ExpBits  = 5,                         // of the format, 1..8
  parameter  int ManBits  = 10,                        // fraction bits, 1..23
  parameter  int Kind     = gcim_pkg::FLOAT_IEEE,
  localparam int CodeBits = 1 + ExpBits + ManBits,
  localparam int SigBits  = ManBits + 1
) (
  input  wire logic                clk_i,
  input  wire logic                rst_ni,             // asynchronous, active low
  input  wire logic                valid_i,
  input  wire logic [1:0]          specials_i,         // gcim_pkg::SPECIAL_*
  input  wire logic                daz_i,              // 1: subnormals are zeros
  input  wire logic [CodeBits-1:0] code_i,
  output      logic                valid_o,
  output      logic                sign_o,
  output      logic [ExpBits-1:0]  exp_o,
  output      logic [SigBits-1:0]  sig_o,
  output      logic                is_zero_o,
  output      logic                is_sub_o,
  output      logic                is_inf_o,
  output      logic                is_nan_o,
  output      logic                is_snan_o
);

  if (Kind == gcim_pkg::FLOAT_IEEE && ExpBits < 2) begin : gen_bad_exp
    ieee_needs_two_exponent_bits u_error ();
  end

  logic               sign, is_zero, is_sub, is_inf, is_nan, is_snan;
  logic [ExpBits-1:0] exp;
  logic [SigBits-1:0] sig;

  gcim_fp_unpack #(.ExpBits(ExpBits), .ManBits(ManBits), .Kind(Kind)) u_unpack (
    .specials_i, .daz_i, .code_i, .sign_o(sign), .exp_o(exp), .sig_o(sig), .is_zero_o(is_zero),
    .is_sub_o(is_sub), .is_inf_o(is_inf), .is_nan_o(is_nan), .is_snan_o(is_snan)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_o <= 1'b0;
    end else begin
      valid_o <= valid_i;
    end
  end

  always_ff @(posedge clk_i) begin
    sign_o    <= sign;
    exp_o     <= exp;
    sig_o     <= sig;
    is_zero_o <= is_zero;
    is_sub_o  <= is_sub;
    is_inf_o  <= is_inf;
    is_nan_o  <= is_nan;
    is_snan_o <= is_snan;
  end

endmodule

`default_nettype wire
