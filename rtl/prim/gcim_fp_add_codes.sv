// gcim_fp_add_codes: sum of two codes, encoded. Combinational.
// Meaning: cmodel/unit/fp_dot.def, 10, and cmodel/unit/fp_pdot.def, 12.
`default_nettype none

module gcim_fp_add_codes #(
  parameter  int AExpBits  = 8,                        // formats of the operands
  parameter  int AManBits  = 23,
  parameter  int ABias     = 127,
  parameter  int AKind     = gcim_pkg::FLOAT_IEEE,
  parameter  int BExpBits  = 8,
  parameter  int BManBits  = 23,
  parameter  int BBias     = 127,
  parameter  int BKind     = gcim_pkg::FLOAT_IEEE,
  parameter  int ExpBits   = 8,                        // of the result
  parameter  int ManBits   = 23,
  parameter  int Bias      = 127,
  parameter  int Kind      = gcim_pkg::FLOAT_IEEE,
  parameter  int RandBits  = 8,
  localparam int ACodeBits = 1 + AExpBits + AManBits,
  localparam int BCodeBits = 1 + BExpBits + BManBits,
  localparam int CodeBits  = 1 + ExpBits + ManBits
) (
  input  wire logic [2:0]           rnd_i,             // gcim_pkg::RND_*
  input  wire logic [1:0]           ovf_i,             // gcim_pkg::OVF_*
  input  wire logic [2:0]           nan_i,             // gcim_pkg::NAN_*
  input  wire logic                 neg_zero_i,
  input  wire logic                 ftz_i,
  input  wire logic                 tiny_before_i,
  input  wire logic [1:0]           b_specials_i,      // of b; a is read as SPECIAL_IEEE
  input  wire logic                 b_daz_i,           // of b; a has its subnormals
  input  wire logic [ACodeBits-1:0] a_i,
  input  wire logic [BCodeBits-1:0] b_i,
  input  wire logic [RandBits-1:0]  random_i,
  output      logic [CodeBits-1:0]  code_o,
  output      logic [4:0]           flags_o            // {SAT, NV, OF, UF, NX}
);

  localparam int Longer    = AManBits > BManBits ? AManBits : BManBits;
  localparam int Digits    = ManBits + RandBits;
  localparam int MagBits   = Longer + (Longer > Digits ? Longer : Digits) + 4;  // of gcim_fp_add
  localparam int ScaleBits = 11;
  localparam int LeadBits  = $clog2(MagBits + 1);

  logic                 a_sign, a_zero, a_sub, a_inf, a_nan, a_snan;
  logic [AExpBits-1:0]  a_exp;
  logic [AManBits:0]    a_sig;
  logic                 b_sign, b_zero, b_sub, b_inf, b_nan, b_snan;
  logic [BExpBits-1:0]  b_exp;
  logic [BManBits:0]    b_sig;
  logic [1:0]           special;
  logic                 sign, nv;
  logic [MagBits-1:0]   mag;
  logic [ScaleBits-1:0] scale;
  logic [4:0]           flags;
  logic [LeadBits-1:0]  unused_lead;

  gcim_fp_unpack #(.ExpBits(AExpBits), .ManBits(AManBits), .Kind(AKind)) u_a (
    .specials_i(gcim_pkg::SPECIAL_IEEE), .daz_i(1'b0), .code_i(a_i), .sign_o(a_sign),
    .exp_o(a_exp), .sig_o(a_sig), .is_zero_o(a_zero), .is_sub_o(a_sub), .is_inf_o(a_inf),
    .is_nan_o(a_nan), .is_snan_o(a_snan)
  );

  gcim_fp_unpack #(.ExpBits(BExpBits), .ManBits(BManBits), .Kind(BKind)) u_b (
    .specials_i(b_specials_i), .daz_i(b_daz_i), .code_i(b_i), .sign_o(b_sign), .exp_o(b_exp),
    .sig_o(b_sig), .is_zero_o(b_zero), .is_sub_o(b_sub), .is_inf_o(b_inf), .is_nan_o(b_nan),
    .is_snan_o(b_snan)
  );

  gcim_fp_add #(
    .AExpBits(AExpBits), .AManBits(AManBits), .ABias(ABias), .BExpBits(BExpBits),
    .BManBits(BManBits), .BBias(BBias), .Digits(Digits)
  ) u_add (
    .a_sign_i(a_sign), .a_exp_i(a_exp), .a_sig_i(a_sig), .a_inf_i(a_inf), .a_nan_i(a_nan),
    .b_sign_i(b_sign), .b_exp_i(b_exp), .b_sig_i(b_sig), .b_inf_i(b_inf), .b_nan_i(b_nan),
    .special_o(special), .sign_o(sign), .mag_o(mag), .scale_o(scale), .nv_o(nv)
  );

  gcim_fp_encode #(
    .MagBits(MagBits), .ScaleBits(ScaleBits), .ExpBits(ExpBits), .ManBits(ManBits), .Bias(Bias),
    .Kind(Kind), .RandBits(RandBits)
  ) u_encode (
    .rnd_i, .ovf_i, .nan_i, .neg_zero_i, .ftz_i, .tiny_before_i, .special_i(special), .sign_i(sign),
    .mag_i(mag), .scale_i(scale), .payload_i({ManBits{1'b0}}), .random_i, .code_o, .flags_o(flags),
    .lead_o(unused_lead)
  );

  // Only b can be signalling: a is a result.
  assign flags_o = flags | {1'b0, nv || b_snan, 3'b000};

  logic unused;
  assign unused = a_zero ^ a_sub ^ a_snan ^ b_zero ^ b_sub;

endmodule

`default_nettype wire
