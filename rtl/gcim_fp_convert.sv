// gcim_fp_convert: conversion between floating-point formats. Latency 1.
// Meaning: cmodel/unit/fp_convert.c. Parameters, ports and cycles: cmodel/unit/fp_convert.def.
`default_nettype none

module gcim_fp_convert #(
  parameter  int XExpBits  = 8,                        // operand, 1..8
  parameter  int XManBits  = 23,                       // 1..23
  parameter  int XBias     = 127,                      // 0..255
  parameter  int XKind     = gcim_pkg::FLOAT_IEEE,
  parameter  int YExpBits  = 5,                        // result, 1..8
  parameter  int YManBits  = 10,                       // 1..23
  parameter  int YBias     = 15,                       // 0..255
  parameter  int YKind     = gcim_pkg::FLOAT_IEEE,
  parameter  int RandBits  = 8,                        // 1..32
  localparam int XCodeBits = 1 + XExpBits + XManBits,
  localparam int YCodeBits = 1 + YExpBits + YManBits
) (
  input  wire logic                 clk_i,
  input  wire logic                 rst_ni,            // asynchronous, active low
  input  wire logic                 valid_i,
  input  wire logic [1:0]           specials_i,        // gcim_pkg::SPECIAL_*
  input  wire logic                 daz_i,             // 1: subnormal operands are zeros
  input  wire logic [2:0]           rnd_i,             // gcim_pkg::RND_*
  input  wire logic [1:0]           ovf_i,             // gcim_pkg::OVF_*
  input  wire logic [2:0]           nan_i,             // gcim_pkg::NAN_*
  input  wire logic                 neg_zero_i,        // 1: zero results are positive
  input  wire logic                 ftz_i,             // 1: subnormal results are flushed
  input  wire logic                 tiny_before_i,     // 1: tininess before rounding
  input  wire logic [XCodeBits-1:0] x_i,
  input  wire logic [RandBits-1:0]  random_i,
  output      logic                 valid_o,
  output      logic [YCodeBits-1:0] y_o,
  output      logic [4:0]           flags_o            // {SAT, NV, OF, UF, NX}
);

  if ((XKind == gcim_pkg::FLOAT_IEEE && XExpBits < 2)
      || (YKind == gcim_pkg::FLOAT_IEEE && YExpBits < 2)) begin : gen_bad_exp
    ieee_needs_two_exponent_bits u_error ();
  end

  localparam int SigBits   = XManBits + 1;
  localparam int ScaleBits = 10;                       // -(255 + 23 - 1) .. 255 - 1
  localparam int LeadBits  = $clog2(SigBits + 1);

  logic                 sign, is_zero, is_sub, is_inf, is_nan, is_snan;
  logic [XExpBits-1:0]  exp;
  logic [SigBits-1:0]   sig;
  logic [ScaleBits-1:0] scale;
  logic [YManBits-1:0]  payload;
  logic [YCodeBits-1:0] code;
  logic [4:0]           flags;
  logic [LeadBits-1:0]  lead;

  gcim_fp_unpack #(.ExpBits(XExpBits), .ManBits(XManBits), .Kind(XKind)) u_unpack (
    .specials_i, .daz_i, .code_i(x_i), .sign_o(sign), .exp_o(exp), .sig_o(sig),
    .is_zero_o(is_zero), .is_sub_o(is_sub), .is_inf_o(is_inf), .is_nan_o(is_nan),
    .is_snan_o(is_snan)
  );

  assign scale = ScaleBits'(exp) - ScaleBits'(XBias + XManBits);

  if (YManBits > XManBits) begin : gen_longer
    assign payload = YManBits'(x_i[XManBits-1:0]) << (YManBits - XManBits);
  end else begin : gen_cut
    assign payload = x_i[XManBits-1 -: YManBits];
  end

  gcim_fp_encode #(
    .MagBits(SigBits), .ScaleBits(ScaleBits), .ExpBits(YExpBits), .ManBits(YManBits), .Bias(YBias),
    .Kind(YKind), .RandBits(RandBits)
  ) u_encode (
    .rnd_i, .ovf_i, .nan_i, .neg_zero_i, .ftz_i, .tiny_before_i, .special_i({is_nan, is_inf}),
    .sign_i(sign), .mag_i(sig), .scale_i(scale), .payload_i(payload), .random_i, .code_o(code),
    .flags_o(flags), .lead_o(lead)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_o <= 1'b0;
    end else begin
      valid_o <= valid_i;
    end
  end

  always_ff @(posedge clk_i) begin
    y_o     <= code;
    flags_o <= flags | {1'b0, is_snan, 3'b000};
  end

  logic unused;
  assign unused = is_zero ^ is_sub ^ (^lead);

endmodule

`default_nettype wire
