// gcim_fp_align_lane: one lane of the aligner, and whether it asks for a larger unit.
// Combinational. Meaning: cmodel/unit/fp_align.def, 5 to 12.
`default_nettype none

module gcim_fp_align_lane #(
  parameter int ExpBits     = 5,
  parameter int SigBits     = 11,                      // from 2
  parameter int AlignedBits = 12,                      // from 2
  parameter int Guard       = 2
) (
  input  wire logic [2:0]             quant_i,         // gcim_pkg::RND_*
  input  wire logic                   sticky_i,
  input  wire logic                   far_i,
  input  wire logic                   symmetric_i,     // 1: no -2^(AlignedBits-1)
  input  wire logic                   sign_i,
  input  wire logic [ExpBits-1:0]     exp_i,
  input  wire logic [SigBits-1:0]     sig_i,
  input  wire logic [ExpBits-1:0]     ref_i,
  input  wire logic                   raised_i,        // 1: aligned to ref_i + 1
  output      logic                   overflow_o,      // aligned to ref_i it is above the range
  output      logic [AlignedBits-1:0] q_o,             // signed
  output      logic                   lost_o,
  output      logic                   clamped_o,
  output      logic                   below_o
);

  localparam int IntBits  = AlignedBits - 1;
  localparam int Kept     = IntBits + Guard;
  localparam int WordBits = SigBits > Kept ? SigBits : Kept;
  localparam int FarBits  = ExpBits + 8;               // holds AlignedBits, 64 at most, and a shift

  logic               nonzero;
  logic [ExpBits:0]   shift;
  logic               far;
  logic [IntBits:0]   mag, limit, aligned;
  logic               inexact, below_lost;

  assign nonzero = sig_i != '0;
  assign below_o = nonzero && exp_i > ref_i;

  // Only a lane at shift 0 can reach 2^(AlignedBits-1): all its integer bits are one and it rounds
  // up. That is seen without the barrel shifter.
  logic [WordBits-1:0] word;
  logic [Guard:0]      frac;
  logic                cut, half, rest, up;

  assign word = WordBits'(sig_i) << (WordBits - SigBits);
  if (WordBits > Kept) begin : gen_cut
    assign cut = word[WordBits-Kept-1:0] != '0;
  end else begin : gen_whole
    assign cut = 1'b0;
  end
  if (Guard == 0) begin : gen_no_guard
    assign frac = sticky_i && cut;
    assign rest = 1'b0;
  end else begin : gen_guard
    assign frac = {word[WordBits-IntBits-1 -: Guard], sticky_i && cut};
    assign rest = frac[Guard-1:0] != '0;
  end
  assign half = frac[Guard];

  gcim_fp_up u_up (
    .mode_i(quant_i), .sign_i(1'b0), .odd_i(1'b1), .half_i(half), .rest_i(rest), .up_o(up)
  );

  assign overflow_o = !sign_i && exp_i == ref_i && up
                      && word[WordBits-1 -: IntBits] == {IntBits{1'b1}};

  // The barrel shifter.
  assign shift = {1'b0, ref_i} + (ExpBits+1)'(raised_i) - {1'b0, exp_i};
  assign far   = far_i && FarBits'(shift) >= FarBits'(AlignedBits);

  gcim_fp_shift #(
    .SigBits(SigBits), .IntBits(IntBits), .Guard(Guard), .ShiftBits(ExpBits + 1)
  ) u_shift (
    .quant_i, .sticky_i, .sign_i, .sig_i, .shift_i(shift), .mag_o(mag), .inexact_o(inexact)
  );

  // Limits. A lane below its exponent's reference has the limit; it is that number by chance only.
  assign limit = {1'b0, {IntBits{1'b1}}} + (IntBits+1)'(sign_i && !symmetric_i);

  gcim_fp_below #(.ExpBits(ExpBits), .SigBits(SigBits), .AlignedBits(AlignedBits)) u_below (
    .full_i(sign_i && !symmetric_i), .exp_i, .sig_i, .ref_i, .raised_i, .lost_o(below_lost)
  );

  assign clamped_o = below_o || (nonzero && !far && mag > limit);
  assign aligned   = clamped_o ? limit : far || !nonzero ? '0 : mag;
  assign q_o       = sign_i ? -aligned : aligned;
  assign lost_o    = below_o ? below_lost : inexact;

endmodule

`default_nettype wire
