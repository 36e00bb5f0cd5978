// gcim_mx_accumulate: one Microscaling block added to a state. Combinational.
// Meaning: cmodel/unit/mx_acc.def, 5 to 9 and 11.
`default_nettype none

module gcim_mx_accumulate #(
  parameter  int Acc      = gcim_pkg::MX_ACC_MAXFIRST,
  parameter  int SumBits  = 21,                        // of the block's sum
  parameter  int Frac     = 12,                        // its fraction bits
  parameter  int AccBits  = 32,                        // MX_ACC_MAXFIRST, MX_ACC_RUNNING
  parameter  int ExpBits  = 10,                        // of the exponents, from 10
  localparam int AccWidth = gcim_pkg::mx_acc_width(Acc, SumBits, AccBits)
) (
  // Block: sum * 2^(exp - Frac), or 1: an infinity, 2, 3: a NaN.
  input  wire logic [SumBits-1:0]  sum_i,              // signed
  input  wire logic [ExpBits-1:0]  sum_exp_i,          // signed
  input  wire logic [1:0]          special_i,
  input  wire logic                sign_i,             // of an infinity
  input  wire logic [ExpBits-1:0]  ref_i,              // signed: see gcim_mx_aligned
  input  wire logic                first_i,            // 1: the state is cleared before
  input  wire logic [2:0]          quant_i,            // gcim_pkg::RND_*
  input  wire logic                cutoff_i,
  input  wire logic                sat_i,              // gcim_pkg::FIT_*
  input  wire logic [2:0]          rnd_i,              // gcim_pkg::RND_*
  input  wire logic [1:0]          ovf_i,              // gcim_pkg::OVF_*
  input  wire logic [2:0]          nan_i,              // gcim_pkg::NAN_*
  input  wire logic                ftz_i,
  // State before and after, all 0 when cleared.
  input  wire logic [AccWidth-1:0] acc_i,              // signed, or an FP32 code
  input  wire logic [ExpBits-1:0]  exp_i,              // signed: MX_ACC_MAXFIRST, MX_ACC_RUNNING
  input  wire logic [2:0]          seen_i,             // {NaN, -infinity, +infinity} came
  input  wire logic [6:0]          flags_i,            // {OVF, NXA, SAT, NV, OF, UF, NX}
  input  wire logic                below_i,            // an exponent was out of reach
  output      logic [AccWidth-1:0] acc_o,
  output      logic [ExpBits-1:0]  exp_o,
  output      logic [2:0]          seen_o,
  output      logic [6:0]          flags_o,
  output      logic                below_o
);

  localparam int ScaleBits = ExpBits + 1;

  // What stays of the state, and the number that is added.
  logic [AccWidth-1:0]  acc;
  logic [2:0]           seen;
  logic [6:0]           flags, new_flags;
  logic                 below, new_below;
  logic [SumBits-1:0]   number;
  logic [ScaleBits-1:0] scale;                         // of the sum as an integer

  assign acc    = first_i ? '0 : acc_i;
  assign seen   = first_i ? '0 : seen_i;
  assign flags  = first_i ? '0 : flags_i;
  assign below  = !first_i && below_i;
  assign number = special_i == 2'd0 ? sum_i : '0;
  assign scale  = ScaleBits'($signed(sum_exp_i)) - ScaleBits'(Frac);

  assign seen_o  = seen | {special_i[1], special_i == 2'd1 && sign_i,
                           special_i == 2'd1 && !sign_i};
  assign flags_o = flags | new_flags;
  assign below_o = below || new_below;

  if (Acc == gcim_pkg::MX_ACC_FLOAT) begin : gen_float
    logic [31:0] code, total;
    logic [4:0]  code_flags, total_flags;
    logic [2:0]  rnd;
    logic        unused;

    assign rnd = rnd_i == gcim_pkg::RND_STOCH ? gcim_pkg::RND_RTZ : rnd_i;

    gcim_mx_result #(.Width(SumBits), .ScaleBits(ScaleBits)) u_code (
      .rnd_i, .ovf_i, .nan_i, .ftz_i, .special_i, .sign_i, .value_i(sum_i), .scale_i(scale),
      .code_o(code), .flags_o(code_flags)
    );

    gcim_fp_add_codes #(.RandBits(1)) u_add (
      .rnd_i(rnd), .ovf_i, .nan_i, .neg_zero_i(1'b0), .ftz_i, .tiny_before_i(1'b0),
      .b_specials_i(gcim_pkg::SPECIAL_IEEE), .b_daz_i(1'b0), .a_i(acc), .b_i(code),
      .random_i(1'b0), .code_o(total), .flags_o(total_flags)
    );

    assign acc_o     = first_i ? code : total;
    assign exp_o     = '0;
    assign new_flags = {2'd0, code_flags | (first_i ? 5'd0 : total_flags)};
    assign new_below = 1'b0;
    assign unused    = ^{number, ref_i, quant_i, cutoff_i, sat_i, exp_i};
  end else if (Acc == gcim_pkg::MX_ACC_EXACT) begin : gen_exact
    // 2^-254 is the smallest unit. A negative place, read without a sign, is above the top.
    logic [ScaleBits-1:0] place;
    logic [AccWidth-1:0]  addend;
    logic                 unused;

    assign place     = ScaleBits'($signed(sum_exp_i)) + ScaleBits'(254);
    assign new_below = place[ScaleBits-1];
    assign addend    = AccWidth'($signed(number)) << place;
    assign acc_o     = acc + addend;
    assign exp_o     = '0;
    assign new_flags = '0;
    assign unused    = ^{ref_i, quant_i, cutoff_i, sat_i, exp_i, rnd_i, ovf_i, nan_i, ftz_i,
                        scale};
  end else begin : gen_aligned
    logic overflow, lost, unused;

    gcim_mx_aligned #(
      .Acc(Acc), .SumBits(SumBits), .AccBits(AccBits), .ExpBits(ExpBits)
    ) u_aligned (
      .quant_i, .cutoff_i, .sat_i, .first_i, .sum_i(number), .sum_exp_i, .ref_i, .acc_i(acc),
      .exp_i, .acc_o, .exp_o, .ovf_o(overflow), .lost_o(lost), .below_o(new_below)
    );

    assign new_flags = {overflow, lost, 5'd0};
    assign unused    = ^{rnd_i, ovf_i, nan_i, ftz_i, scale};
  end

endmodule

`default_nettype wire
