// gcim_mx_scale: shared scale of a Microscaling block. Latency 1.
// Meaning: cmodel/unit/mx_scale.c. Parameters, ports and cycles: cmodel/unit/mx_scale.def.
`default_nettype none

module gcim_mx_scale #(
  parameter  int Lanes     = 32,                       // the block, 1..256
  parameter  int XExpBits  = 8,                        // source format, 2..8
  parameter  int XManBits  = 7,                        // 7..23
  parameter  int XBias     = 127,                      // 0..255
  parameter  int Elem      = gcim_pkg::MX_INT8,
  localparam int XCodeBits = 1 + XExpBits + XManBits,
  localparam int MagBits   = XExpBits + XManBits
) (
  input  wire logic                       clk_i,
  input  wire logic                       rst_ni,      // asynchronous, active low
  input  wire logic                       valid_i,
  input  wire logic [2:0]                 rule_i,      // gcim_pkg::MX_FLOOR and next
  input  wire logic [2:0]                 special_i,   // gcim_pkg::MX_BLOCK_NAN and next
  input  wire logic [1:0]                 zero_i,      // gcim_pkg::MX_ZERO_*
  input  wire logic                       ovf_i,       // gcim_pkg::MX_OVF_*
  input  wire logic                       daz_i,       // 1: subnormals of the source are zeros
  input  wire logic [Lanes*XCodeBits-1:0] x_i,         // lane 0 in the low bits
  output      logic                       valid_o,
  output      logic [7:0]                 scale_o,
  output      logic [2:0]                 flags_o,     // {NV, OF, UF}
  output      logic [MagBits-1:0]         tap_amax,    // largest magnitude, a code without sign
  output      logic [10:0]                tap_exp      // signed: scale - 127 before its limits
);

  localparam int SigBits = XManBits + 1;

  logic [1:0]                specials;
  logic [Lanes-1:0]          sign, nonzero, is_zero, is_inf, is_nan, is_snan;
  logic [Lanes*XExpBits-1:0] exp;
  logic [Lanes*SigBits-1:0]  sig;
  logic                      any_inf, any_nan;
  logic [MagBits-1:0]        amax;
  logic [7:0]                scale;
  logic [2:0]                flags;
  logic [10:0]               t;

  assign specials = gcim_pkg::mx_specials(special_i);

  gcim_fp_unpack_lanes #(.Lanes(Lanes), .ExpBits(XExpBits), .ManBits(XManBits)) u_unpack (
    .specials_i(specials), .daz_i, .code_i(x_i), .sign_o(sign), .exp_o(exp), .sig_o(sig),
    .nonzero_o(nonzero), .is_zero_o(is_zero), .is_inf_o(is_inf), .is_nan_o(is_nan),
    .is_snan_o(is_snan)
  );

  gcim_mx_amax #(.Lanes(Lanes), .ExpBits(XExpBits), .ManBits(XManBits)) u_amax (
    .exp_i(exp), .sig_i(sig), .amax_o(amax)
  );

  assign any_inf = is_inf != '0;
  assign any_nan = is_nan != '0;

  gcim_mx_rule #(
    .ExpBits(XExpBits), .ManBits(XManBits), .Bias(XBias), .Elem(Elem)
  ) u_rule (
    .rule_i, .special_i, .zero_i, .ovf_i, .any_inf_i(any_inf), .any_nan_i(any_nan),
    .amax_i(amax), .scale_o(scale), .flags_o(flags), .exp_o(t)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_o <= 1'b0;
    end else begin
      valid_o <= valid_i;
    end
  end

  always_ff @(posedge clk_i) begin
    scale_o  <= scale;
    flags_o  <= flags;
    tap_amax <= amax;
    tap_exp  <= t;
  end

  logic unused;
  assign unused = ^{sign, nonzero, is_zero, is_snan};

endmodule

`default_nettype wire
