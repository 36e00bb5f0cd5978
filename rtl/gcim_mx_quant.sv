// gcim_mx_quant: Microscaling conversion of a block, shared scale and elements. Latency 1.
// Meaning: cmodel/unit/mx_quant.c. Parameters, ports and cycles: cmodel/unit/mx_quant.def.
`default_nettype none

module gcim_mx_quant #(
  parameter  int Lanes     = 32,                       // the block, 1..256
  parameter  int XExpBits  = 8,                        // source format, 2..8
  parameter  int XManBits  = 7,                        // 7..23
  parameter  int XBias     = 127,                      // 0..255
  parameter  int Elem      = gcim_pkg::MX_INT8,
  parameter  int RandBits  = 8,                        // 1..32
  localparam int XCodeBits = 1 + XExpBits + XManBits,
  localparam int MagBits   = XExpBits + XManBits,
  localparam int ElemBits  = gcim_pkg::mx_bits(Elem)
) (
  input  wire logic                       clk_i,
  input  wire logic                       rst_ni,      // asynchronous, active low
  input  wire logic                       valid_i,
  input  wire logic [2:0]                 rule_i,      // gcim_pkg::MX_FLOOR and next
  input  wire logic [2:0]                 special_i,   // gcim_pkg::MX_BLOCK_NAN and next
  input  wire logic [1:0]                 zero_i,      // gcim_pkg::MX_ZERO_*
  input  wire logic                       scale_ovf_i, // gcim_pkg::MX_OVF_*
  input  wire logic                       daz_i,       // 1: subnormals of the source are zeros
  input  wire logic                       given_i,     // 1: the scale is host_i
  input  wire logic [2:0]                 rnd_i,       // gcim_pkg::RND_*
  input  wire logic [1:0]                 ovf_i,       // gcim_pkg::OVF_*
  input  wire logic [2:0]                 nan_i,       // gcim_pkg::NAN_*
  input  wire logic [1:0]                 zero_sign_i, // gcim_pkg::MX_KEEP and next
  input  wire logic                       full_i,      // MX_INT8: 1: -128 is an element
  input  wire logic [Lanes*XCodeBits-1:0] x_i,         // lane 0 in the low bits
  input  wire logic [7:0]                 host_i,
  input  wire logic [Lanes*RandBits-1:0]  random_i,
  output      logic                       valid_o,
  output      logic [7:0]                 scale_o,
  output      logic [Lanes*ElemBits-1:0]  elem_o,
  output      logic [7:0]                 flags_o,     // scale: {NV, OF, UF}; elements
  output      logic [MagBits-1:0]         tap_amax,    // largest magnitude, a code without sign
  output      logic [10:0]                tap_exp,     // signed: scale - 127 before its limits
  output      logic [Lanes-1:0]           tap_sat
);

  localparam int SigBits = XManBits + 1;
  localparam int ManBits = gcim_pkg::mx_man_bits(Elem);

  logic [1:0]                specials;
  logic [Lanes-1:0]          sign, nonzero, is_zero, is_inf, is_nan, is_snan;
  logic [Lanes*XExpBits-1:0] exp;
  logic [Lanes*SigBits-1:0]  sig;

  assign specials = gcim_pkg::mx_specials(special_i);

  gcim_fp_unpack_lanes #(.Lanes(Lanes), .ExpBits(XExpBits), .ManBits(XManBits)) u_unpack (
    .specials_i(specials), .daz_i, .code_i(x_i), .sign_o(sign), .exp_o(exp), .sig_o(sig),
    .nonzero_o(nonzero), .is_zero_o(is_zero), .is_inf_o(is_inf), .is_nan_o(is_nan),
    .is_snan_o(is_snan)
  );

  // Shared scale.
  logic               any_inf, any_nan;
  logic [MagBits-1:0] amax;
  logic [7:0]         found, scale;
  logic [2:0]         found_flags, scale_flags;
  logic [10:0]        t;
  logic               none;                            // no element is a number

  gcim_mx_amax #(.Lanes(Lanes), .ExpBits(XExpBits), .ManBits(XManBits)) u_amax (
    .exp_i(exp), .sig_i(sig), .amax_o(amax)
  );

  assign any_inf = is_inf != '0;
  assign any_nan = is_nan != '0;

  gcim_mx_rule #(
    .ExpBits(XExpBits), .ManBits(XManBits), .Bias(XBias), .Elem(Elem)
  ) u_rule (
    .rule_i, .special_i, .zero_i, .ovf_i(scale_ovf_i), .any_inf_i(any_inf), .any_nan_i(any_nan),
    .amax_i(amax), .scale_o(found), .flags_o(found_flags), .exp_o(t)
  );

  assign scale       = given_i ? host_i : found;
  assign scale_flags = given_i ? 3'd0 : found_flags;
  assign none        = scale == 8'd255;

  // Elements.
  logic [Lanes-1:0]          lane_sign;                // without signs that go before rounding
  logic [Lanes*ElemBits-1:0] elem;
  logic [Lanes*5-1:0]        flags;
  logic                      neg_zero;

  assign lane_sign = zero_sign_i == gcim_pkg::MX_DROP_INPUT ? sign & ~is_zero : sign;
  assign neg_zero  = zero_sign_i == gcim_pkg::MX_DROP_ALL;

  for (genvar i = 0; i < Lanes; i++) begin : gen_lane
    gcim_mx_element #(
      .XExpBits(XExpBits), .XManBits(XManBits), .XBias(XBias), .Elem(Elem), .RandBits(RandBits)
    ) u_element (
      .rnd_i, .ovf_i, .nan_i, .neg_zero_i(neg_zero), .full_i, .sign_i(lane_sign[i]),
      .exp_i(exp[i*XExpBits +: XExpBits]), .sig_i(sig[i*SigBits +: SigBits]), .is_inf_i(is_inf[i]),
      .is_nan_i(is_nan[i]), .is_snan_i(is_snan[i]),
      .payload_i(x_i[i*XCodeBits + XManBits - 1 -: ManBits]), .scale_i(scale),
      .random_i(random_i[i*RandBits +: RandBits]),
      .elem_o(elem[i*ElemBits +: ElemBits]), .flags_o(flags[i*5 +: 5])
    );
  end

  logic [4:0]       any_flags;
  logic [Lanes-1:0] sat;

  always_comb begin
    any_flags = '0;
    for (int i = 0; i < Lanes; i++) any_flags = any_flags | flags[i*5 +: 5];
  end

  for (genvar i = 0; i < Lanes; i++) begin : gen_sat
    assign sat[i] = flags[i*5 + 4];
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_o <= 1'b0;
    end else begin
      valid_o <= valid_i;
    end
  end

  always_ff @(posedge clk_i) begin
    scale_o  <= scale;
    elem_o   <= none ? '0 : elem;
    flags_o  <= {scale_flags, none ? 5'd0 : any_flags};
    tap_amax <= amax;
    tap_exp  <= t;
    tap_sat  <= none ? '0 : sat;
  end

  logic unused;
  assign unused = ^nonzero;

endmodule

`default_nettype wire
