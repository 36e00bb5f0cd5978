// gcim_fp_below: a lane whose exponent is above the reference differs from the limit it is given.
// Combinational. Meaning: cmodel/unit/fp_align.def, 10 and 12.
`default_nettype none

module gcim_fp_below #(
  parameter int ExpBits     = 5,
  parameter int SigBits     = 11,                      // from 2
  parameter int AlignedBits = 12                       // from 2
) (
  input  wire logic               full_i,              // limit 2^(AlignedBits-1), else 1 less
  input  wire logic [ExpBits-1:0] exp_i,               // above ref_i
  input  wire logic [SigBits-1:0] sig_i,
  input  wire logic [ExpBits-1:0] ref_i,
  input  wire logic               raised_i,            // the unit is that of ref_i + 1
  output      logic               lost_o
);

  // In significands of the unit's exponent the limits are 2^SigBits and 2^SigBits - 2^Step. The
  // lower one is a whole number of them if Step >= 0, else it is finer than any lane. From a shift
  // of SigBits + 1 on every lane that is not zero is larger.
  localparam int WideBits = 2*SigBits + 1;
  localparam int Step     = SigBits + 1 - AlignedBits;

  localparam logic [WideBits-1:0] Full = WideBits'(1) << SigBits;
  localparam logic [WideBits-1:0] Less = Full - (WideBits'(1) << (Step < 0 ? 0 : Step));

  localparam int FarBits = ExpBits + 7;                // holds SigBits, 53 at most, and a shift

  logic [ExpBits-1:0]  shift;
  logic [WideBits-1:0] wide;
  logic                equal;

  assign shift  = exp_i - ref_i - ExpBits'(raised_i);
  assign wide   = WideBits'(sig_i) << shift;
  assign equal  = full_i ? wide == Full : Step >= 0 && wide == Less;
  assign lost_o = !equal || FarBits'(shift) > FarBits'(SigBits);

endmodule

`default_nettype wire
