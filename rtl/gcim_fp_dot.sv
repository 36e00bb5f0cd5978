// gcim_fp_dot: dot product of floating-point operands aligned before the multiplication. Latency 1.
// Meaning: cmodel/unit/fp_dot.c. Parameters, ports and cycles: cmodel/unit/fp_dot.def.
`default_nettype none

module gcim_fp_dot #(
  parameter  int XExpBits  = 5,                        // format of x
  parameter  int XManBits  = 10,
  parameter  int XBias     = 15,
  parameter  int XKind     = gcim_pkg::FLOAT_IEEE,
  parameter  int WExpBits  = 5,                        // format of w
  parameter  int WManBits  = 10,
  parameter  int WBias     = 15,
  parameter  int WKind     = gcim_pkg::FLOAT_IEEE,
  parameter  int YExpBits  = 8,                        // format of y
  parameter  int YManBits  = 23,
  parameter  int YBias     = 127,
  parameter  int YKind     = gcim_pkg::FLOAT_IEEE,
  parameter  int Lanes     = 8,                        // terms of a group, 1..256
  parameter  int Groups    = 1,                        // 1..16
  parameter  int XBits     = 12,                       // of an aligned x, 2..64
  parameter  int WBits     = 12,                       // of an aligned w, 2..64
  parameter  int Guard     = 2,                        // fraction bits for the aligners' rounding
  parameter  int Segment   = 0,                        // low exponent bits that the maximum skips
  parameter  int ExpOffset = 512,                      // 512 + offset of the result's exponent
  parameter  int RandBits  = 8,                        // 1..32
  localparam int XCodeBits = 1 + XExpBits + XManBits,
  localparam int WCodeBits = 1 + WExpBits + WManBits,
  localparam int YCodeBits = 1 + YExpBits + YManBits,
  localparam int AccBits   = XBits + WBits + $clog2(Lanes) + 1,
  localparam int Terms     = Groups * Lanes
) (
  input  wire logic                           clk_i,
  input  wire logic                           rst_ni,  // asynchronous, active low
  input  wire logic                           valid_i,
  input  wire logic [1:0]                     specials_i,
  input  wire logic                           daz_i,
  input  wire logic                           x_given_i,     // 1: references of x are x_ref_i
  input  wire logic                           w_given_i,
  input  wire logic [2:0]                     quant_i,       // aligners: gcim_pkg::RND_*
  input  wire logic                           sticky_i,
  input  wire logic                           cutoff_i,
  input  wire logic [1:0]                     clamp_i,       // gcim_pkg::CLAMP_*
  input  wire logic                           correct_i,
  input  wire logic [1:0]                     acc_i,         // gcim_pkg::ACC_*
  input  wire logic [2:0]                     rnd_i,         // result: gcim_pkg::RND_*
  input  wire logic [1:0]                     ovf_i,         // gcim_pkg::OVF_*
  input  wire logic [2:0]                     nan_i,         // gcim_pkg::NAN_*
  input  wire logic                           neg_zero_i,
  input  wire logic                           ftz_i,
  input  wire logic                           tiny_before_i,
  input  wire logic [Terms*XCodeBits-1:0]     x_i,           // group 0, lane 0 in the low bits
  input  wire logic [Terms*WCodeBits-1:0]     w_i,
  input  wire logic [Groups*XExpBits-1:0]     x_ref_i,
  input  wire logic [Groups*WExpBits-1:0]     w_ref_i,
  input  wire logic [RandBits-1:0]            random_i,
  output      logic                           valid_o,
  output      logic [YCodeBits-1:0]           y_o,
  output      logic [5:0]                     flags_o,       // {NXA, SAT, NV, OF, UF, NX}
  output      logic                           below_o,
  output      logic [Terms*XBits-1:0]         tap_x_q,       // signed
  output      logic [Terms*WBits-1:0]         tap_w_q,       // signed
  output      logic [Groups*(XExpBits+1)-1:0] tap_x_unit,
  output      logic [Groups*(WExpBits+1)-1:0] tap_w_unit,
  output      logic [Groups*AccBits-1:0]      tap_acc,       // signed
  output      logic [Groups*YCodeBits-1:0]    tap_partial,
  output      logic                           tap_clamped
);

  localparam int Shorter = XExpBits < WExpBits ? XExpBits : WExpBits;

  if ((XKind == gcim_pkg::FLOAT_IEEE && XExpBits < 2)
      || (WKind == gcim_pkg::FLOAT_IEEE && WExpBits < 2)
      || (YKind == gcim_pkg::FLOAT_IEEE && YExpBits < 2)) begin : gen_bad_exp
    ieee_needs_two_exponent_bits u_error ();
  end
  if (Segment >= Shorter) begin : gen_bad_segment
    segment_below_exponents u_error ();
  end
  if (Terms * (XCodeBits + WCodeBits + XBits + WBits) > 120000) begin : gen_bad_size
    lanes_fit u_error ();
  end

  localparam int XSigBits = XManBits + 1;
  localparam int WSigBits = WManBits + 1;
  // A group's value is acc * 2^(unit + Base), unit = x_unit + w_unit <= 2^XExpBits + 2^WExpBits:
  // a unit is 2^ExpBits at most, when it is raised. ScaleBits holds -1147..1023.
  localparam int MaxUnit   = (1 << XExpBits) + (1 << WExpBits);
  localparam int UnitBits  = $clog2(MaxUnit + 1);
  localparam int Base      = ExpOffset - 512 - XBias - WBias - (XBits - 2) - (WBits - 2) - 1;
  localparam int ScaleBits = 12;

  // Decoded lanes.
  logic [Terms-1:0]          x_sign, x_nonzero, x_zero, x_inf, x_nan, x_snan;
  logic [Terms*XExpBits-1:0] x_exp;
  logic [Terms*XSigBits-1:0] x_sig;
  logic [Terms-1:0]          w_sign, w_nonzero, w_zero, w_inf, w_nan, w_snan;
  logic [Terms*WExpBits-1:0] w_exp;
  logic [Terms*WSigBits-1:0] w_sig;

  // Decode, align and multiply, group by group.
  logic [Terms*XBits-1:0]         x_q;
  logic [Terms*WBits-1:0]         w_q;
  logic [Groups*(XExpBits+1)-1:0] x_unit;
  logic [Groups*(WExpBits+1)-1:0] w_unit;
  logic [Groups*AccBits-1:0]      acc;
  logic [Groups*UnitBits-1:0]     unit;
  logic [Groups*ScaleBits-1:0]    scale;
  logic [Groups-1:0]              x_lost, w_lost, x_clamped, w_clamped, x_below, w_below;

  for (genvar g = 0; g < Groups; g++) begin : gen_group
    localparam int SumBits  = AccBits - 1;
    localparam int WSumBits = WBits + $clog2(Lanes);
    logic [UnitBits-1:0] both;
    logic [SumBits-1:0]  unused_sum;
    logic [WSumBits-1:0] unused_w_sum;

    gcim_fp_unpack_lanes #(
      .Lanes(Lanes), .ExpBits(XExpBits), .ManBits(XManBits), .Kind(XKind)
    ) u_x_codes (
      .specials_i, .daz_i, .code_i(x_i[g*Lanes*XCodeBits +: Lanes*XCodeBits]),
      .sign_o(x_sign[g*Lanes +: Lanes]), .exp_o(x_exp[g*Lanes*XExpBits +: Lanes*XExpBits]),
      .sig_o(x_sig[g*Lanes*XSigBits +: Lanes*XSigBits]), .nonzero_o(x_nonzero[g*Lanes +: Lanes]),
      .is_zero_o(x_zero[g*Lanes +: Lanes]), .is_inf_o(x_inf[g*Lanes +: Lanes]),
      .is_nan_o(x_nan[g*Lanes +: Lanes]), .is_snan_o(x_snan[g*Lanes +: Lanes])
    );

    gcim_fp_unpack_lanes #(
      .Lanes(Lanes), .ExpBits(WExpBits), .ManBits(WManBits), .Kind(WKind)
    ) u_w_codes (
      .specials_i, .daz_i, .code_i(w_i[g*Lanes*WCodeBits +: Lanes*WCodeBits]),
      .sign_o(w_sign[g*Lanes +: Lanes]), .exp_o(w_exp[g*Lanes*WExpBits +: Lanes*WExpBits]),
      .sig_o(w_sig[g*Lanes*WSigBits +: Lanes*WSigBits]), .nonzero_o(w_nonzero[g*Lanes +: Lanes]),
      .is_zero_o(w_zero[g*Lanes +: Lanes]), .is_inf_o(w_inf[g*Lanes +: Lanes]),
      .is_nan_o(w_nan[g*Lanes +: Lanes]), .is_snan_o(w_snan[g*Lanes +: Lanes])
    );

    gcim_fp_operand #(
      .Lanes(Lanes), .ExpBits(XExpBits), .SigBits(XSigBits), .AlignedBits(XBits), .Guard(Guard),
      .Segment(Segment)
    ) u_x (
      .quant_i, .sticky_i, .far_i(cutoff_i), .clamp_i, .given_i(x_given_i),
      .ref_i(x_ref_i[g*XExpBits +: XExpBits]), .sign_i(x_sign[g*Lanes +: Lanes]),
      .exp_i(x_exp[g*Lanes*XExpBits +: Lanes*XExpBits]),
      .sig_i(x_sig[g*Lanes*XSigBits +: Lanes*XSigBits]), .nonzero_i(x_nonzero[g*Lanes +: Lanes]),
      .q_o(x_q[g*Lanes*XBits +: Lanes*XBits]), .unit_o(x_unit[g*(XExpBits+1) +: XExpBits+1]),
      .lost_o(x_lost[g]), .clamped_o(x_clamped[g]), .below_o(x_below[g])
    );

    gcim_fp_operand #(
      .Lanes(Lanes), .ExpBits(WExpBits), .SigBits(WSigBits), .AlignedBits(WBits), .Guard(Guard),
      .Segment(Segment)
    ) u_w (
      .quant_i, .sticky_i, .far_i(cutoff_i), .clamp_i, .given_i(w_given_i),
      .ref_i(w_ref_i[g*WExpBits +: WExpBits]), .sign_i(w_sign[g*Lanes +: Lanes]),
      .exp_i(w_exp[g*Lanes*WExpBits +: Lanes*WExpBits]),
      .sig_i(w_sig[g*Lanes*WSigBits +: Lanes*WSigBits]), .nonzero_i(w_nonzero[g*Lanes +: Lanes]),
      .q_o(w_q[g*Lanes*WBits +: Lanes*WBits]), .unit_o(w_unit[g*(WExpBits+1) +: WExpBits+1]),
      .lost_o(w_lost[g]), .clamped_o(w_clamped[g]), .below_o(w_below[g])
    );

    gcim_fp_multiply #(.Lanes(Lanes), .XBits(XBits), .WBits(WBits)) u_multiply (
      .correct_i, .x_i(x_q[g*Lanes*XBits +: Lanes*XBits]),
      .w_i(w_q[g*Lanes*WBits +: Lanes*WBits]), .acc_o(acc[g*AccBits +: AccBits]),
      .sum_o(unused_sum), .w_sum_o(unused_w_sum)
    );

    assign both = UnitBits'(x_unit[g*(XExpBits+1) +: XExpBits+1])
                  + UnitBits'(w_unit[g*(WExpBits+1) +: WExpBits+1]);
    assign unit[g*UnitBits +: UnitBits]    = both;
    assign scale[g*ScaleBits +: ScaleBits] = ScaleBits'(both) + ScaleBits'(Base);
  end

  // Add the groups and encode.
  logic [Groups*YCodeBits-1:0] partial;
  logic [YCodeBits-1:0]        chain_code, code;
  logic [4:0]                  chain_flags, flags;
  logic                        is_float, gather_lost;

  assign is_float = acc_i == gcim_pkg::ACC_FLOAT;

  gcim_fp_chain #(
    .Groups(Groups), .AccBits(AccBits), .ScaleBits(ScaleBits), .ExpBits(YExpBits),
    .ManBits(YManBits), .Bias(YBias), .Kind(YKind), .RandBits(RandBits)
  ) u_chain (
    .rnd_i, .ovf_i, .nan_i, .neg_zero_i, .ftz_i, .tiny_before_i, .acc_i(acc), .scale_i(scale),
    .random_i, .partial_o(partial), .code_o(chain_code), .flags_o(chain_flags)
  );

  if (Groups == 1) begin : gen_one                     // one group is the same in all modes
    assign code        = chain_code;
    assign flags       = chain_flags;
    assign gather_lost = 1'b0;

    logic unused;
    assign unused = ^unit;
  end else begin : gen_many
    localparam int SumBits = AccBits + MaxUnit + $clog2(Groups);
    logic [SumBits-1:0]   sum;
    logic [UnitBits-1:0]  sum_unit;
    logic [ScaleBits-1:0] sum_scale;
    logic [YCodeBits-1:0] sum_code;
    logic [4:0]           sum_flags;

    gcim_fp_gather #(
      .Groups(Groups), .AccBits(AccBits), .UnitBits(UnitBits), .MaxUnit(MaxUnit)
    ) u_gather (
      .aligned_i(acc_i == gcim_pkg::ACC_ALIGNED), .quant_i, .acc_i(acc), .unit_i(unit),
      .sum_o(sum), .unit_o(sum_unit), .lost_o(gather_lost)
    );

    assign sum_scale = ScaleBits'(sum_unit) + ScaleBits'(Base);

    gcim_fp_encode_signed #(
      .Width(SumBits), .ScaleBits(ScaleBits), .ExpBits(YExpBits), .ManBits(YManBits), .Bias(YBias),
      .Kind(YKind), .RandBits(RandBits)
    ) u_encode (
      .rnd_i, .ovf_i, .nan_i, .neg_zero_i, .ftz_i, .tiny_before_i, .value_i(sum),
      .scale_i(sum_scale), .random_i, .code_o(sum_code), .flags_o(sum_flags)
    );

    assign code  = is_float ? chain_code : sum_code;
    assign flags = is_float ? chain_flags : sum_flags;
  end

  // Infinities and NaNs take the place of the sum.
  logic                 is_nan, is_inf, inf_sign, products_nv, special;
  logic                 sat, made_nan, nan_nv, lost;
  logic [YCodeBits-1:0] special_code;
  logic [4:0]           special_flags;

  gcim_fp_products #(.Lanes(Terms)) u_products (
    .x_sign_i(x_sign), .x_zero_i(x_zero), .x_inf_i(x_inf), .x_nan_i(x_nan), .x_snan_i(x_snan),
    .w_sign_i(w_sign), .w_zero_i(w_zero), .w_inf_i(w_inf), .w_nan_i(w_nan), .w_snan_i(w_snan),
    .is_nan_o(is_nan), .is_inf_o(is_inf), .sign_o(inf_sign), .nv_o(products_nv)
  );

  gcim_fp_special #(.ExpBits(YExpBits), .ManBits(YManBits), .Kind(YKind)) u_special (
    .is_inf_i(is_inf), .sign_i(inf_sign), .payload_i({YManBits{1'b0}}), .ovf_i, .nan_i, .neg_zero_i,
    .code_o(special_code), .sat_o(sat), .made_nan_o(made_nan), .nv_o(nan_nv)
  );

  assign special       = is_nan || is_inf;
  assign special_flags = {sat, products_nv || made_nan || nan_nv, 3'b000};
  assign lost          = x_lost != '0 || w_lost != '0 || (gather_lost && !special);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_o <= 1'b0;
    end else begin
      valid_o <= valid_i;
    end
  end

  always_ff @(posedge clk_i) begin
    y_o         <= special ? special_code : code;
    flags_o     <= {lost, special ? special_flags : flags};
    below_o     <= x_below != '0 || w_below != '0;
    tap_x_q     <= x_q;
    tap_w_q     <= w_q;
    tap_x_unit  <= x_unit;
    tap_w_unit  <= w_unit;
    tap_acc     <= acc;
    tap_partial <= is_float ? partial : '0;
    tap_clamped <= x_clamped != '0 || w_clamped != '0;
  end

endmodule

`default_nettype wire
