// gcim_fp_terms: terms aligned to the largest exponent, cut to integers and added. Combinational.
// Meaning: cmodel/unit/fp_post_align.def, 5 to 8.
`default_nettype none

module gcim_fp_terms #(
  parameter  int Terms    = 8,                         // any number from 1
  parameter  int ExpBits  = 6,
  parameter  int SigBits  = 22,                        // from IntBits
  parameter  int IntBits  = 2,                         // of them above the binary point, from 1
  parameter  int Frac     = 24,                        // fraction bits kept at the largest exponent
  localparam int TermBits = Frac + IntBits + 2,        // signed; up to 2^(Frac + IntBits)
  localparam int SumBits  = TermBits + $clog2(Terms)
) (
  input  wire logic [2:0]                quant_i,      // gcim_pkg::RND_*
  input  wire logic [Terms-1:0]          counts_i,     // the term counts for the reference
  input  wire logic [Terms-1:0]          sign_i,
  input  wire logic [Terms*ExpBits-1:0]  exp_i,        // term 0 in the low bits
  input  wire logic [Terms*SigBits-1:0]  sig_i,        // 0, or the term counts
  input  wire logic [ExpBits-1:0]        floor_i,      // lowest reference
  output      logic [ExpBits-1:0]        ref_o,
  output      logic [Terms*TermBits-1:0] q_o,
  output      logic [SumBits-1:0]        sum_o,
  output      logic [Terms-1:0]          lost_o
);

  logic [ExpBits-1:0] largest;
  logic               any;

  gcim_fp_max #(.Lanes(Terms), .Width(ExpBits)) u_max (
    .data_i(exp_i), .counts_i, .max_o(largest), .any_o(any)
  );

  assign ref_o = largest > floor_i ? largest : floor_i;

  // The shift of a zero may be wrong: its exponent can be above the reference.
  for (genvar i = 0; i < Terms; i++) begin : gen_term
    logic [ExpBits-1:0]      shift;
    logic [Frac+IntBits:0]   mag;
    logic [TermBits-1:0]     extended;

    assign shift    = ref_o - exp_i[i*ExpBits +: ExpBits];
    assign extended = TermBits'(mag);

    gcim_fp_shift #(
      .SigBits(SigBits), .IntBits(Frac + IntBits), .Guard(1), .ShiftBits(ExpBits)
    ) u_shift (
      .quant_i, .sticky_i(1'b1), .sign_i(sign_i[i]), .sig_i(sig_i[i*SigBits +: SigBits]),
      .shift_i(shift), .mag_o(mag), .inexact_o(lost_o[i])
    );

    assign q_o[i*TermBits +: TermBits] = sign_i[i] ? -extended : extended;
  end

  gcim_fp_sum #(.Lanes(Terms), .Width(TermBits)) u_sum (.data_i(q_o), .sum_o);

  logic unused;
  assign unused = any;

endmodule

`default_nettype wire
