// gcim_fp_shift: a significand shifted right by a barrel shifter, cut and rounded to an integer.
// Combinational. Meaning: cmodel/unit/fp_align.def, 5 to 7.
`default_nettype none

module gcim_fp_shift #(
  parameter  int SigBits   = 11,                       // any from 1
  parameter  int IntBits   = 11,                       // bits of the magnitude at shift 0, from 1
  parameter  int Guard     = 2,                        // fraction bits that the rounding sees
  parameter  int ShiftBits = 5,
  // At shift 0 the significand stands at the top of the word; the integer and the guard bits are
  // its upper Kept bits.
  localparam int Kept      = IntBits + Guard,
  localparam int WordBits  = SigBits > Kept ? SigBits : Kept,
  localparam int Below     = WordBits - Kept,
  localparam int DropBits  = (ShiftBits > $clog2(Below + 1) ? ShiftBits : $clog2(Below + 1)) + 1
) (
  input  wire logic [2:0]           quant_i,           // gcim_pkg::RND_*; 6 and 7 act as RND_RNE
  input  wire logic                 sticky_i,          // 1: what is cut off is one more bit
  input  wire logic                 sign_i,            // of the number
  input  wire logic [SigBits-1:0]   sig_i,
  input  wire logic [ShiftBits-1:0] shift_i,           // may exceed the word
  output      logic [IntBits:0]     mag_o,
  output      logic                 inexact_o          // the number is no integer
);

  logic [WordBits-1:0] word, kept;
  logic [DropBits-1:0] drop;
  logic                cut, up;
  logic [Guard:0]      frac;                           // guard bits and the sticky one
  logic                half, rest;

  assign word = WordBits'(sig_i) << (WordBits - SigBits);
  assign drop = DropBits'(shift_i) + DropBits'(Below);
  assign kept = word >> drop;
  assign cut  = (kept << drop) != word;

  if (Guard == 0) begin : gen_no_guard
    assign frac = sticky_i && cut;
    assign rest = 1'b0;
  end else begin : gen_guard
    assign frac = {kept[Guard-1:0], sticky_i && cut};
    assign rest = frac[Guard-1:0] != '0;
  end

  assign half = frac[Guard];

  gcim_fp_up u_up (
    .mode_i(quant_i), .sign_i, .odd_i(kept[Guard]), .half_i(half), .rest_i(rest), .up_o(up)
  );

  assign mag_o     = {1'b0, kept[Kept-1:Guard]} + (IntBits+1)'(up);
  assign inexact_o = cut || half || rest;

endmodule

`default_nettype wire
