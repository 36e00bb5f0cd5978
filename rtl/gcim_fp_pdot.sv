// gcim_fp_pdot: dot product of floating-point operands, products aligned. Latency 1.
// Meaning: cmodel/unit/fp_pdot.c. Parameters, ports and cycles: cmodel/unit/fp_pdot.def.
`default_nettype none

module gcim_fp_pdot #(
  parameter  int XExpBits  = 5,                        // format of x
  parameter  int XManBits  = 10,
  parameter  int XBias     = 15,
  parameter  int XKind     = gcim_pkg::FLOAT_IEEE,
  parameter  int WExpBits  = 5,                        // format of w
  parameter  int WManBits  = 10,
  parameter  int WBias     = 15,
  parameter  int WKind     = gcim_pkg::FLOAT_IEEE,
  parameter  int CExpBits  = 8,                        // format of c
  parameter  int CManBits  = 23,
  parameter  int CBias     = 127,
  parameter  int CKind     = gcim_pkg::FLOAT_IEEE,
  parameter  int YExpBits  = 8,                        // format of y
  parameter  int YManBits  = 23,
  parameter  int YBias     = 127,
  parameter  int YKind     = gcim_pkg::FLOAT_IEEE,
  parameter  int Lanes     = 8,                        // products of a step, 1..256
  parameter  int Frac      = 24,                       // kept below the largest exponent, 0..640
  parameter  int Fold      = 0,                        // exponent bits moved to significands, 0..3
  parameter  int ExpFloor  = 0,                        // 1024 + lowest reference; 0: none
  parameter  int RandBits  = 8,                        // 1..32
  localparam int XCodeBits = 1 + XExpBits + XManBits,
  localparam int WCodeBits = 1 + WExpBits + WManBits,
  localparam int CCodeBits = 1 + CExpBits + CManBits,
  localparam int YCodeBits = 1 + YExpBits + YManBits,
  localparam int Step      = 1 << Fold,
  localparam int TermBits  = Frac + 2 * Step + 2,
  localparam int Terms     = Lanes + 1,                // c is the last one
  localparam int SumBits   = TermBits + $clog2(Terms)
) (
  input  wire logic                       clk_i,
  input  wire logic                       rst_ni,      // asynchronous, active low
  input  wire logic                       valid_i,
  input  wire logic [1:0]                 specials_i,  // gcim_pkg::SPECIAL_*
  input  wire logic                       daz_i,
  input  wire logic [2:0]                 quant_i,     // terms: gcim_pkg::RND_*
  input  wire logic                       zeros_i,     // 1: zero products count for the reference
  input  wire logic [1:0]                 c_mode_i,    // gcim_pkg::C_*
  input  wire logic [2:0]                 rnd_i,       // result: gcim_pkg::RND_*
  input  wire logic [1:0]                 ovf_i,       // gcim_pkg::OVF_*
  input  wire logic [2:0]                 nan_i,       // gcim_pkg::NAN_*
  input  wire logic                       neg_zero_i,
  input  wire logic                       ftz_i,
  input  wire logic                       tiny_before_i,
  input  wire logic [Lanes*XCodeBits-1:0] x_i,         // lane 0 in the low bits
  input  wire logic [Lanes*WCodeBits-1:0] w_i,
  input  wire logic [CCodeBits-1:0]       c_i,
  input  wire logic [RandBits-1:0]        random_i,
  output      logic                       valid_o,
  output      logic [YCodeBits-1:0]       y_o,
  output      logic [5:0]                 flags_o,     // {NXA, SAT, NV, OF, UF, NX}
  output      logic [11:0]                tap_ref,     // signed
  output      logic [Terms*TermBits-1:0]  tap_q,       // signed
  output      logic [SumBits-1:0]         tap_sum      // signed
);

  localparam int Shorter = XExpBits < WExpBits ? XExpBits : WExpBits;

  if ((XKind == gcim_pkg::FLOAT_IEEE && XExpBits < 2)
      || (WKind == gcim_pkg::FLOAT_IEEE && WExpBits < 2)
      || (CKind == gcim_pkg::FLOAT_IEEE && CExpBits < 2)
      || (YKind == gcim_pkg::FLOAT_IEEE && YExpBits < 2)) begin : gen_bad_exp
    ieee_needs_two_exponent_bits u_error ();
  end
  if (Fold > Shorter) begin : gen_bad_fold
    fold_within_exponents u_error ();
  end
  if (Terms * TermBits > 65536) begin : gen_bad_size
    terms_fit u_error ();
  end

  localparam int XSigBits = XManBits + 1;
  localparam int WSigBits = WManBits + 1;
  localparam int ProdBits = XSigBits + WSigBits + 2 * (Step - 1);
  localparam int SumExp   = (XExpBits > WExpBits ? XExpBits : WExpBits) + 1;
  // All terms have 2 * Step bits above the point and as many below as products and c need.
  localparam int ProdMan  = XManBits + WManBits;
  localparam int TermMan  = ProdMan > CManBits ? ProdMan : CManBits;
  localparam int SigBits  = 2 * Step + TermMan;
  // Exponents plus 1024 are not negative: the biases take 510 at most. They stay below 2^11: 510
  // for products, 255 for c, 1023 for the floor. 0 is also the reference of no term at all.
  localparam int KeyBits   = 11;
  localparam int ProdKey   = 1024 - XBias - WBias;
  localparam int CKey      = 1024 - CBias;
  localparam int ScaleBits = 12;                       // a reference - Frac: -1664..1023

  // Decode.
  logic [Lanes-1:0]          x_sign, x_nonzero, x_zero, x_inf, x_nan, x_snan;
  logic [Lanes*XExpBits-1:0] x_exp;
  logic [Lanes*XSigBits-1:0] x_sig;
  logic [Lanes-1:0]          w_sign, w_nonzero, w_zero, w_inf, w_nan, w_snan;
  logic [Lanes*WExpBits-1:0] w_exp;
  logic [Lanes*WSigBits-1:0] w_sig;
  logic                      c_sign, c_zero, c_sub, c_inf, c_nan, c_snan;
  logic [CExpBits-1:0]       c_exp;
  logic [CManBits:0]         c_sig;

  gcim_fp_unpack_lanes #(
    .Lanes(Lanes), .ExpBits(XExpBits), .ManBits(XManBits), .Kind(XKind)
  ) u_x (
    .specials_i, .daz_i, .code_i(x_i), .sign_o(x_sign), .exp_o(x_exp), .sig_o(x_sig),
    .nonzero_o(x_nonzero), .is_zero_o(x_zero), .is_inf_o(x_inf), .is_nan_o(x_nan),
    .is_snan_o(x_snan)
  );

  gcim_fp_unpack_lanes #(
    .Lanes(Lanes), .ExpBits(WExpBits), .ManBits(WManBits), .Kind(WKind)
  ) u_w (
    .specials_i, .daz_i, .code_i(w_i), .sign_o(w_sign), .exp_o(w_exp), .sig_o(w_sig),
    .nonzero_o(w_nonzero), .is_zero_o(w_zero), .is_inf_o(w_inf), .is_nan_o(w_nan),
    .is_snan_o(w_snan)
  );

  gcim_fp_unpack #(.ExpBits(CExpBits), .ManBits(CManBits), .Kind(CKind)) u_c (
    .specials_i, .daz_i, .code_i(c_i), .sign_o(c_sign), .exp_o(c_exp), .sig_o(c_sig),
    .is_zero_o(c_zero), .is_sub_o(c_sub), .is_inf_o(c_inf), .is_nan_o(c_nan), .is_snan_o(c_snan)
  );

  // Terms.
  logic                      c_term, c_late;
  logic [Lanes*SumExp-1:0]   prod_exp;
  logic [Lanes*ProdBits-1:0] product;
  logic [Terms-1:0]          counts, sign, lost;
  logic [Terms*KeyBits-1:0]  key;
  logic [Terms*SigBits-1:0]  sig;

  assign c_term = c_mode_i == gcim_pkg::C_TERM;
  assign c_late = c_mode_i == gcim_pkg::C_LATE;

  gcim_fp_fold #(
    .Lanes(Lanes), .XExpBits(XExpBits), .XSigBits(XSigBits), .WExpBits(WExpBits),
    .WSigBits(WSigBits), .Fold(Fold)
  ) u_fold (
    .x_exp_i(x_exp), .x_sig_i(x_sig), .w_exp_i(w_exp), .w_sig_i(w_sig), .exp_o(prod_exp),
    .product_o(product)
  );

  for (genvar i = 0; i < Lanes; i++) begin : gen_product
    assign key[i*KeyBits +: KeyBits] = KeyBits'(prod_exp[i*SumExp +: SumExp]) + KeyBits'(ProdKey);
    assign sig[i*SigBits +: SigBits] = SigBits'(product[i*ProdBits +: ProdBits])
                                       << (TermMan - ProdMan);
  end

  assign key[Lanes*KeyBits +: KeyBits] = KeyBits'(c_exp) + KeyBits'(CKey);
  assign sig[Lanes*SigBits +: SigBits] = c_term ? SigBits'(c_sig) << (TermMan - CManBits) : '0;

  assign counts = {c_term && c_sig != '0, {Lanes{zeros_i}} | (x_nonzero & w_nonzero)};
  assign sign   = {c_sign, x_sign ^ w_sign};

  // Align, add, encode.
  logic [KeyBits-1:0]        ref_key;
  logic [11:0]               reference;
  logic [Terms*TermBits-1:0] q;
  logic [SumBits-1:0]        sum;
  logic [ScaleBits-1:0]      scale;
  logic [YCodeBits-1:0]      sum_code;
  logic [4:0]                sum_flags;

  gcim_fp_terms #(
    .Terms(Terms), .ExpBits(KeyBits), .SigBits(SigBits), .IntBits(2 * Step), .Frac(Frac)
  ) u_terms (
    .quant_i, .counts_i(counts), .sign_i(sign), .exp_i(key), .sig_i(sig),
    .floor_i(KeyBits'(ExpFloor)), .ref_o(ref_key), .q_o(q), .sum_o(sum), .lost_o(lost)
  );

  assign reference = 12'(ref_key) - 12'd1024;
  assign scale     = reference - ScaleBits'(Frac);

  gcim_fp_encode_signed #(
    .Width(SumBits), .ScaleBits(ScaleBits), .ExpBits(YExpBits), .ManBits(YManBits), .Bias(YBias),
    .Kind(YKind), .RandBits(RandBits)
  ) u_encode (
    .rnd_i, .ovf_i, .nan_i, .neg_zero_i, .ftz_i, .tiny_before_i, .value_i(sum), .scale_i(scale),
    .random_i, .code_o(sum_code), .flags_o(sum_flags)
  );

  // Infinities and NaNs take the place of the sum. c as a term has no partner: it stands beside a
  // number that is not 0.
  logic                 is_nan, is_inf, inf_sign, products_nv, special;
  logic                 sat, made_nan, nan_nv;
  logic [YCodeBits-1:0] special_code, early_code;
  logic [4:0]           special_flags, early_flags;

  gcim_fp_products #(.Lanes(Terms)) u_products (
    .x_sign_i({c_sign, x_sign}), .x_zero_i({1'b0, x_zero}), .x_inf_i({c_term && c_inf, x_inf}),
    .x_nan_i({c_term && c_nan, x_nan}), .x_snan_i({c_term && c_snan, x_snan}),
    .w_sign_i({1'b0, w_sign}), .w_zero_i({1'b0, w_zero}), .w_inf_i({1'b0, w_inf}),
    .w_nan_i({1'b0, w_nan}), .w_snan_i({1'b0, w_snan}),
    .is_nan_o(is_nan), .is_inf_o(is_inf), .sign_o(inf_sign), .nv_o(products_nv)
  );

  gcim_fp_special #(.ExpBits(YExpBits), .ManBits(YManBits), .Kind(YKind)) u_special (
    .is_inf_i(is_inf), .sign_i(inf_sign), .payload_i({YManBits{1'b0}}), .ovf_i, .nan_i, .neg_zero_i,
    .code_o(special_code), .sat_o(sat), .made_nan_o(made_nan), .nv_o(nan_nv)
  );

  assign special       = is_nan || is_inf;
  assign special_flags = {sat, products_nv || made_nan || nan_nv, 3'b000};
  assign early_code    = special ? special_code : sum_code;
  assign early_flags   = special ? special_flags : sum_flags;

  // C_LATE: c comes after the encoding.
  logic [YCodeBits-1:0] late_code;
  logic [4:0]           late_flags;

  gcim_fp_add_codes #(
    .AExpBits(YExpBits), .AManBits(YManBits), .ABias(YBias), .AKind(YKind),
    .BExpBits(CExpBits), .BManBits(CManBits), .BBias(CBias), .BKind(CKind),
    .ExpBits(YExpBits), .ManBits(YManBits), .Bias(YBias), .Kind(YKind), .RandBits(1)
  ) u_late (
    .rnd_i(gcim_pkg::RND_RNE), .ovf_i, .nan_i, .neg_zero_i, .ftz_i, .tiny_before_i,
    .b_specials_i(specials_i), .b_daz_i(daz_i), .a_i(early_code), .b_i(c_i), .random_i(1'b0),
    .code_o(late_code), .flags_o(late_flags)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_o <= 1'b0;
    end else begin
      valid_o <= valid_i;
    end
  end

  always_ff @(posedge clk_i) begin
    y_o     <= c_late ? late_code : early_code;
    flags_o <= {lost != '0, early_flags | (c_late ? late_flags : 5'd0)};
    tap_ref <= reference;
    tap_q   <= q;
    tap_sum <= sum;
  end

  logic unused;
  assign unused = c_zero ^ c_sub;

endmodule

`default_nettype wire
