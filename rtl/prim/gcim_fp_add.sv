// gcim_fp_add: sum of two decoded codes as gcim_fp_encode takes it. Combinational.
// Meaning: cmodel/unit/fp_dot.def, 10, and cmodel/unit/fp_pdot.def, 12. A sum of 0 is +0.
`default_nettype none

module gcim_fp_add #(
  parameter  int AExpBits = 8,                         // formats of the operands
  parameter  int AManBits = 23,
  parameter  int ABias    = 127,                       // 0..255
  parameter  int BExpBits = 8,
  parameter  int BManBits = 23,
  parameter  int BBias    = 127,
  parameter  int Digits   = 31,                        // ManBits of the result + bits of its random
  // The larger exponent's point has FracBits below it, then one bit for all that is cut off. With
  // exponents less than Longer + 2 apart nothing is cut. From there on the lower operand is below a
  // quarter of the other's lowest possible one (2^-Longer), so that the sum keeps its first one at
  // 2^-(Longer + 1) or above: what is cut is below all digits that an encoder tells apart.
  localparam int Longer   = AManBits > BManBits ? AManBits : BManBits,
  localparam int FracBits = Longer + 1 + (Longer > Digits ? Longer : Digits),
  localparam int WordBits = FracBits + 2,
  localparam int MagBits  = WordBits + 1,
  localparam int ScaleBits = 11                        // an exponent, -254..255, minus FracBits + 1
) (
  input  wire logic                 a_sign_i,
  input  wire logic [AExpBits-1:0]  a_exp_i,
  input  wire logic [AManBits:0]    a_sig_i,
  input  wire logic                 a_inf_i,
  input  wire logic                 a_nan_i,
  input  wire logic                 b_sign_i,
  input  wire logic [BExpBits-1:0]  b_exp_i,
  input  wire logic [BManBits:0]    b_sig_i,
  input  wire logic                 b_inf_i,
  input  wire logic                 b_nan_i,
  output      logic [1:0]           special_o,         // 0: number, 1: infinity, 2: NaN
  output      logic                 sign_o,
  output      logic [MagBits-1:0]   mag_o,
  output      logic [ScaleBits-1:0] scale_o,           // signed
  output      logic                 nv_o               // infinities of both signs
);

  // Specials.
  logic nan, inf;

  assign nv_o      = a_inf_i && b_inf_i && a_sign_i != b_sign_i;
  assign nan       = a_nan_i || b_nan_i || nv_o;
  assign inf       = !nan && (a_inf_i || b_inf_i);
  assign special_o = {nan, inf};

  // The operand with the larger exponent first; a zero is last.
  logic [ScaleBits-1:0] a_exp, b_exp, exp, shift;
  logic                 a_first;
  logic [WordBits-1:0]  a_word, b_word, first, second, moved, lower;
  logic                 first_sign, differ;

  assign a_exp      = ScaleBits'(a_exp_i) - ScaleBits'(ABias);
  assign b_exp      = ScaleBits'(b_exp_i) - ScaleBits'(BBias);
  assign a_word     = WordBits'(a_sig_i) << (FracBits + 1 - AManBits);
  assign b_word     = WordBits'(b_sig_i) << (FracBits + 1 - BManBits);
  assign a_first    = b_sig_i == '0 || (a_sig_i != '0 && $signed(a_exp) >= $signed(b_exp));
  assign first      = a_first ? a_word : b_word;
  assign second     = a_first ? b_word : a_word;
  assign exp        = a_first ? a_exp : b_exp;
  assign shift      = a_first ? a_exp - b_exp : b_exp - a_exp;
  assign first_sign = a_first ? a_sign_i : b_sign_i;
  assign differ     = a_sign_i != b_sign_i;

  assign moved = second >> shift;
  assign lower = moved | WordBits'((moved << shift) != second);

  // Their sum. The second may be larger if the first is subnormal or the exponents are equal.
  logic [MagBits-1:0] sum;
  logic               turned;

  assign sum    = differ ? MagBits'(first) - MagBits'(lower) : MagBits'(first) + MagBits'(lower);
  assign turned = differ && sum[MagBits-1];

  assign mag_o   = turned ? -sum : sum;
  assign sign_o  = nan ? 1'b0
                 : inf ? (a_inf_i ? a_sign_i : b_sign_i)
                       : sum != '0 && (first_sign ^ turned);
  assign scale_o = exp - ScaleBits'(FracBits + 1);

endmodule

`default_nettype wire
