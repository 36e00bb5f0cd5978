// gcim_fp_encode: a number mag * 2^scale, an infinity or a NaN, rounded and packed to a code.
// Combinational. Meaning: cmodel/unit/fp_norm.def, 5 to 15.
`default_nettype none

module gcim_fp_encode #(
  parameter  int MagBits   = 26,                       // any from 1
  parameter  int ScaleBits = 8,                        // any from 2
  parameter  int ExpBits   = 5,                        // format of the code
  parameter  int ManBits   = 10,
  parameter  int Bias      = 15,                       // 0..255
  parameter  int Kind      = gcim_pkg::FLOAT_IEEE,
  parameter  int RandBits  = 8,                        // 1..32
  localparam int CodeBits  = 1 + ExpBits + ManBits,
  localparam int LeadBits  = $clog2(MagBits + 1)
) (
  input  wire logic [2:0]           rnd_i,             // gcim_pkg::RND_*
  input  wire logic [1:0]           ovf_i,             // gcim_pkg::OVF_*
  input  wire logic [2:0]           nan_i,             // gcim_pkg::NAN_*
  input  wire logic                 neg_zero_i,        // 1: zero results are positive
  input  wire logic                 ftz_i,             // 1: subnormal results are flushed
  input  wire logic                 tiny_before_i,     // 1: tininess before rounding
  input  wire logic [1:0]           special_i,         // 0: number, 1: infinity, 2, 3: NaN
  input  wire logic                 sign_i,
  input  wire logic [MagBits-1:0]   mag_i,
  input  wire logic [ScaleBits-1:0] scale_i,           // signed
  input  wire logic [ManBits-1:0]   payload_i,
  input  wire logic [RandBits-1:0]  random_i,
  output      logic [CodeBits-1:0]  code_o,
  output      logic [4:0]           flags_o,           // {SAT, NV, OF, UF, NX}
  output      logic [LeadBits-1:0]  lead_o
);

  // The significand with as many fraction bits as RND_STOCH compares; the rest is one bit.
  localparam int WordBits  = ManBits + 1 + RandBits;
  // Exponents: scale, lead and bias fit TermBits as signed numbers (a bias needs 9), a sum of three
  // of them and 1 fits two bits more.
  localparam int Longer    = ScaleBits > LeadBits + 1 ? ScaleBits : LeadBits + 1;
  localparam int TermBits  = Longer > 9 ? Longer : 9;
  localparam int ScopeBits = TermBits + 2;
  localparam int FieldBits = ScopeBits + ManBits;      // {exponent, fraction} before a limit

  localparam logic [ExpBits+ManBits-1:0] Largest =
      {(ExpBits+ManBits){1'b1}} ^ ((ExpBits+ManBits)'(Kind == gcim_pkg::FLOAT_IEEE) << ManBits)
                                ^ (ExpBits+ManBits)'(Kind == gcim_pkg::FLOAT_FN);

  // Normalise: the highest one goes to the top.
  logic [MagBits-1:0]  norm;
  logic [WordBits-1:0] word;
  logic                low, nonzero;

  gcim_fp_lead #(.Width(MagBits)) u_lead (.data_i(mag_i), .lead_o, .word_o(norm));

  assign nonzero = norm[MagBits-1];
  if (MagBits > WordBits) begin : gen_cut
    assign word = norm[MagBits-1 -: WordBits];
    assign low  = norm[MagBits-WordBits-1:0] != '0;
  end else begin : gen_pad
    assign word = WordBits'(norm) << (WordBits - MagBits);
    assign low  = 1'b0;
  end

  // above: exponent of the number over that of the smallest normal one. A number below is shifted.
  logic [ScopeBits-1:0] above, shift, base;
  logic                 below;

  assign above = ScopeBits'($signed(scale_i)) + ScopeBits'(lead_o) + ScopeBits'(Bias)
                 - ScopeBits'(2);
  assign below = above[ScopeBits-1];
  assign shift = below ? -above : '0;
  assign base  = below || !nonzero ? '0 : above;

  // Round in the quantum of the format.
  logic [WordBits-1:0]  moved;
  logic                 cut, up, inexact;
  logic [FieldBits-1:0] field;

  assign moved = word >> shift;
  assign cut   = low || (moved << shift) != word;

  gcim_fp_up_random #(.RandBits(RandBits)) u_up (
    .mode_i(rnd_i), .sign_i, .odd_i(moved[RandBits]), .frac_i(moved[RandBits-1:0]), .cut_i(cut),
    .random_i, .up_o(up), .inexact_o(inexact)
  );

  // The hidden bit and a carry add to the exponent by themselves.
  assign field = (FieldBits'(base) << ManBits) + FieldBits'(moved[WordBits-1:RandBits])
                 + FieldBits'(up);

  // Tininess after rounding: only a number just below can round up to the smallest normal one.
  logic free_up, free_inexact, fills, tiny;

  gcim_fp_up_random #(.RandBits(RandBits)) u_free_up (
    .mode_i(rnd_i), .sign_i, .odd_i(word[RandBits]), .frac_i(word[RandBits-1:0]), .cut_i(low),
    .random_i, .up_o(free_up), .inexact_o(free_inexact)
  );

  assign fills = free_up && word[WordBits-1:RandBits] == {(ManBits+1){1'b1}}
                 && shift == ScopeBits'(1);
  assign tiny  = nonzero && below && (tiny_before_i || !fills);

  // Overflow: what stands for the number.
  logic overflow, flushed, by_rounding, to_largest;

  assign overflow = field > FieldBits'(Largest);
  assign flushed  = ftz_i && field != '0 && field[FieldBits-1:ManBits] == '0;

  always_comb begin
    case (rnd_i)
      gcim_pkg::RND_RNE, gcim_pkg::RND_RNA, gcim_pkg::RND_STOCH: by_rounding = 1'b0;
      gcim_pkg::RND_FLOOR: by_rounding = !sign_i;
      gcim_pkg::RND_CEIL:  by_rounding = sign_i;
      default:             by_rounding = 1'b1;
    endcase
  end

  assign to_largest = ovf_i == gcim_pkg::OVF_SAT || (ovf_i == gcim_pkg::OVF_IEEE && by_rounding);

  // Specials: operands, and numbers that overflow.
  logic                is_number, special_inf, sat, made_nan, nan_nv;
  logic [1:0]          special_ovf;
  logic [ManBits-1:0]  payload;
  logic [CodeBits-1:0] special_code;

  assign is_number   = special_i == 2'd0;
  assign special_inf = is_number ? ovf_i != gcim_pkg::OVF_NAN : special_i == 2'd1;
  assign special_ovf = !is_number ? ovf_i : to_largest ? gcim_pkg::OVF_SAT : gcim_pkg::OVF_INF;
  assign payload     = is_number ? '0 : payload_i;

  gcim_fp_special #(.ExpBits(ExpBits), .ManBits(ManBits), .Kind(Kind)) u_special (
    .is_inf_i(special_inf), .sign_i, .payload_i(payload), .ovf_i(special_ovf), .nan_i, .neg_zero_i,
    .code_o(special_code), .sat_o(sat), .made_nan_o(made_nan), .nv_o(nan_nv)
  );

  // Result. A number that overflows to a NaN is not invalid by that alone.
  logic [ExpBits+ManBits-1:0] kept;

  assign kept = field[ExpBits+ManBits-1:0];

  always_comb begin
    if (!is_number) begin
      code_o  = special_code;
      flags_o = {sat, nan_nv || made_nan, 3'b000};
    end else if (overflow) begin
      code_o  = special_code;
      flags_o = {sat, nan_nv, 3'b101};
    end else if (flushed || field == '0) begin
      code_o  = {sign_i && !neg_zero_i, {(ExpBits+ManBits){1'b0}}};
      flags_o = {3'b000, tiny && (inexact || flushed), inexact || flushed};
    end else begin
      code_o  = {sign_i, kept};
      flags_o = {3'b000, tiny && inexact, inexact};
    end
  end

  logic unused;
  assign unused = free_inexact;

endmodule

`default_nettype wire
