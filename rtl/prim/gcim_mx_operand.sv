// gcim_mx_operand: codes of a vector to signed integers with one power of two: Microscaling
// elements made here or given, integers, or aligned numbers. Combinational.
// Meaning: cmodel/unit/mx_macro.def, 9 to 11.
`default_nettype none

module gcim_mx_operand #(
  parameter  int ExpBits  = 8,                         // source format
  parameter  int ManBits  = 7,                         // 7..23
  parameter  int Bias     = 127,                       // 0..255
  parameter  int Elem     = gcim_pkg::MX_INT8,
  parameter  int Lanes    = 16,                        // any number from 1
  parameter  int XBits    = 10,                        // of an integer; holds an element
  localparam int CodeBits = 1 + ExpBits + ManBits      // XBits or more
) (
  input  wire logic [1:0]                op_i,         // gcim_pkg::MX_OP_*
  input  wire logic [2:0]                rule_i,       // gcim_pkg::MX_FLOOR and next
  input  wire logic [2:0]                special_i,    // gcim_pkg::MX_BLOCK_NAN and next
  input  wire logic [1:0]                zero_i,       // gcim_pkg::MX_ZERO_*
  input  wire logic                      scale_ovf_i,  // gcim_pkg::MX_OVF_*
  input  wire logic                      daz_i,        // 1: subnormals of the source are zeros
  input  wire logic [2:0]                rnd_i,        // gcim_pkg::RND_*
  input  wire logic                      full_i,       // MX_INT8: 1: -128 is an element
  input  wire logic [Lanes*CodeBits-1:0] code_i,       // lane 0 in the low bits
  input  wire logic [7:0]                host_i,       // the scale for MX_OP_GIVEN
  output      logic [7:0]                scale_o,      // 1.0 if there is none
  output      logic [Lanes*XBits-1:0]    q_o,          // signed, all 0 for a NaN
  output      logic [11:0]               exp_o,        // signed: of one unit of q_o
  output      logic                      nan_o         // the vector is a NaN
);

  localparam int SigBits  = ManBits + 1;
  localparam int MagBits  = ExpBits + ManBits;
  localparam int ElemBits = gcim_pkg::mx_bits(Elem);
  localparam int ElemMan  = gcim_pkg::mx_man_bits(Elem);
  localparam int FixBits  = gcim_pkg::mx_fix_bits(Elem);
  // A scale byte, and a field, of a unit of 1.
  localparam int ElemUnit  = 127 + gcim_pkg::mx_frac_bits(Elem);
  localparam int FieldUnit = Bias + XBits - 2;

  logic aligns, given, integers;

  assign given    = op_i == gcim_pkg::MX_OP_GIVEN;
  assign integers = op_i == gcim_pkg::MX_OP_INT;
  assign aligns   = op_i == gcim_pkg::MX_OP_ALIGN;

  logic [1:0]               specials;
  logic [Lanes-1:0]         sign, nonzero, is_zero, is_inf, is_nan, is_snan;
  logic [Lanes*ExpBits-1:0] exp;
  logic [Lanes*SigBits-1:0] sig;
  logic                     any_inf, any_nan;

  assign specials = gcim_pkg::mx_specials(special_i);
  assign any_inf  = is_inf != '0;
  assign any_nan  = is_nan != '0;

  gcim_fp_unpack_lanes #(.Lanes(Lanes), .ExpBits(ExpBits), .ManBits(ManBits)) u_unpack (
    .specials_i(specials), .daz_i, .code_i, .sign_o(sign), .exp_o(exp), .sig_o(sig),
    .nonzero_o(nonzero), .is_zero_o(is_zero), .is_inf_o(is_inf), .is_nan_o(is_nan),
    .is_snan_o(is_snan)
  );

  // Shared scale.
  logic [MagBits-1:0] amax;
  logic [7:0]         found, scale;
  logic [2:0]         unused_found_flags;
  logic [10:0]        unused_t;

  gcim_mx_amax #(.Lanes(Lanes), .ExpBits(ExpBits), .ManBits(ManBits)) u_amax (
    .exp_i(exp), .sig_i(sig), .amax_o(amax)
  );
  gcim_mx_rule #(.ExpBits(ExpBits), .ManBits(ManBits), .Bias(Bias), .Elem(Elem)) u_rule (
    .rule_i, .special_i, .zero_i, .ovf_i(scale_ovf_i), .any_inf_i(any_inf), .any_nan_i(any_nan),
    .amax_i(amax), .scale_o(found), .flags_o(unused_found_flags), .exp_o(unused_t)
  );

  assign scale = given ? host_i : found;

  // Elements, made or given. Nothing tells a zero's sign or what was a NaN behind them.
  logic [Lanes*ElemBits-1:0] elem;
  logic [Lanes*FixBits-1:0]  fixed;
  logic [Lanes-1:0]          unused_sign, unused_zero, unused_inf, unused_nan, unused_snan;

  for (genvar i = 0; i < Lanes; i++) begin : gen_elem
    logic [ElemBits-1:0] made;
    logic [4:0]          unused_flags;

    gcim_mx_element #(
      .XExpBits(ExpBits), .XManBits(ManBits), .XBias(Bias), .Elem(Elem), .RandBits(1)
    ) u_element (
      .rnd_i, .ovf_i(gcim_pkg::OVF_SAT), .nan_i(gcim_pkg::NAN_ZERO), .neg_zero_i(1'b1), .full_i,
      .sign_i(sign[i]), .exp_i(exp[i*ExpBits +: ExpBits]), .sig_i(sig[i*SigBits +: SigBits]),
      .is_inf_i(is_inf[i]), .is_nan_i(is_nan[i]), .is_snan_i(is_snan[i]),
      .payload_i({ElemMan{1'b0}}), .scale_i(found), .random_i(1'b0), .elem_o(made),
      .flags_o(unused_flags)
    );
    assign elem[i*ElemBits +: ElemBits] = given ? code_i[i*CodeBits +: ElemBits] : made;
  end

  gcim_mx_fixed #(.Lanes(Lanes), .Elem(Elem)) u_fixed (
    .elem_i(elem), .fix_o(fixed), .sign_o(unused_sign), .is_zero_o(unused_zero),
    .is_inf_o(unused_inf), .is_nan_o(unused_nan), .is_snan_o(unused_snan)
  );

  // Alignment.
  logic [ExpBits-1:0]     reference, unused_max;
  logic                   unused_any, unused_below;
  logic [Lanes*XBits-1:0] aligned;
  logic [ExpBits:0]       unit_exp;
  logic [Lanes-1:0]       unused_lost, unused_clamped;

  gcim_fp_edge #(.Lanes(Lanes), .ExpBits(ExpBits)) u_edge (
    .exp_i(exp), .counts_i(nonzero), .edge_o(reference), .max_o(unused_max), .any_o(unused_any)
  );
  gcim_fp_align_group #(.Lanes(Lanes), .ExpBits(ExpBits), .SigBits(SigBits), .AlignedBits(XBits),
    .Guard(1)) u_align (
    .quant_i(rnd_i), .sticky_i(1'b1), .far_i(1'b0), .clamp_i(gcim_pkg::CLAMP_SYMMETRIC),
    .sign_i(sign), .exp_i(exp), .sig_i(sig), .ref_i(reference), .q_o(aligned),
    .unit_exp_o(unit_exp), .lost_o(unused_lost), .clamped_o(unused_clamped),
    .below_o(unused_below)
  );

  // What the vector is.
  for (genvar i = 0; i < Lanes; i++) begin : gen_lane
    logic [FixBits-1:0] element;
    logic [XBits-1:0]   q;

    assign element = fixed[i*FixBits +: FixBits];
    assign q       = integers ? code_i[i*CodeBits +: XBits]
                   : aligns   ? aligned[i*XBits +: XBits]
                              : XBits'($signed(element));
    assign q_o[i*XBits +: XBits] = nan_o ? '0 : q;
  end

  assign scale_o = integers || aligns ? 8'd127 : scale;
  assign nan_o   = aligns ? any_inf || any_nan : !integers && scale == 8'd255;
  assign exp_o   = integers ? '0
                 : aligns   ? 12'(unit_exp) - 12'(FieldUnit)
                            : 12'(scale) - 12'(ElemUnit);

  logic unused;
  assign unused = ^is_zero;

endmodule

`default_nettype wire
