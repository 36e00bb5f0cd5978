// gcim_mx_rule: shared scale of a Microscaling block from its largest magnitude. Combinational.
// Meaning: cmodel/unit/mx_scale.def, 6 and 8 to 11.
`default_nettype none

module gcim_mx_rule #(
  parameter  int ExpBits  = 8,                         // source format
  parameter  int ManBits  = 7,                         // 7..23
  parameter  int Bias     = 127,                       // 0..255
  parameter  int Elem     = gcim_pkg::MX_INT8,
  localparam int MagBits  = ExpBits + ManBits,
  localparam int TermBits = 11                         // exponents: -293..256
) (
  input  wire logic [2:0]          rule_i,             // gcim_pkg::MX_FLOOR and next
  input  wire logic [2:0]          special_i,          // gcim_pkg::MX_BLOCK_NAN and next
  input  wire logic [1:0]          zero_i,             // gcim_pkg::MX_ZERO_*
  input  wire logic                ovf_i,              // gcim_pkg::MX_OVF_*
  input  wire logic                any_inf_i,          // some lane is an infinity,
  input  wire logic                any_nan_i,          // a NaN: as gcim_fp_unpack told
  input  wire logic [MagBits-1:0]  amax_i,             // code without its sign
  output      logic [7:0]          scale_o,            // 255: NaN
  output      logic [2:0]          flags_o,            // {NV, OF, UF}
  output      logic [TermBits-1:0] exp_o               // signed: scale - 127 before its limits
);

  localparam int SigBits  = ManBits + 1;
  localparam int LeadBits = $clog2(SigBits + 1);
  localparam int Emax     = gcim_pkg::mx_emax(Elem);
  localparam int Top      = gcim_pkg::mx_top(Elem);    // largest significand in 1/64
  localparam int Digits   = gcim_pkg::mx_digits(Elem);

  // The largest magnitude is f * 2^e, 1 <= f < 2.
  logic [ExpBits-1:0]  field, exp;
  logic [SigBits-1:0]  norm;                           // f in 2^-ManBits
  logic [LeadBits-1:0] lead;
  logic [TermBits-1:0] e;
  logic                normal, nonzero;

  assign field   = amax_i[MagBits-1:ManBits];
  assign normal  = field != '0;
  assign exp     = normal ? field : ExpBits'(1);
  assign nonzero = amax_i != '0;

  gcim_fp_lead #(.Width(SigBits)) u_lead (
    .data_i({normal, amax_i[ManBits-1:0]}), .lead_o(lead), .word_o(norm)
  );

  assign e = TermBits'(exp) + TermBits'(lead) - TermBits'(Bias + ManBits + 1);

  // Does the rule add one? 3/4 of the largest significand needs 8 fraction bits, one more than the
  // shortest source has.
  localparam logic [SigBits-1:0] RceilEdge   = SigBits'(Top) << (ManBits - 6);
  localparam logic [SigBits:0]   NearestEdge = (SigBits+1)'(3 * Top) << (ManBits - 7);

  logic                above_power, fills, above_top, near, more;
  logic [TermBits-1:0] t;

  assign above_power = norm[ManBits-1:0] != '0;
  assign fills       = norm[ManBits-1 -: Digits+1] == {(Digits+1){1'b1}};
  assign above_top   = norm > RceilEdge;
  assign near        = {norm, 1'b0} >= NearestEdge;

  always_comb begin
    case (rule_i)
      gcim_pkg::MX_CEIL:    more = above_power;
      gcim_pkg::MX_EVEN:    more = fills;
      gcim_pkg::MX_RCEIL:   more = above_top;
      gcim_pkg::MX_NEAREST: more = near;
      default:              more = 1'b0;
    endcase
  end

  assign t = e + TermBits'(more) - TermBits'(Emax)
             - TermBits'(rule_i == gcim_pkg::MX_NEAREST);

  // What an infinity or a NaN decides.
  logic nan_block, top_block, by_rule;

  always_comb begin
    case (special_i)
      gcim_pkg::MX_PASS, gcim_pkg::MX_SAT, gcim_pkg::MX_IGNORE: nan_block = 1'b0;
      gcim_pkg::MX_INF_TOP: nan_block = any_nan_i;
      default:              nan_block = any_nan_i || any_inf_i;
    endcase
  end

  assign top_block = special_i == gcim_pkg::MX_INF_TOP && any_inf_i;
  assign by_rule   = !nan_block && !top_block && nonzero;

  // The byte.
  localparam logic [7:0] ZeroLow = Emax == 0 ? 8'd1 : 8'd0;

  logic                low, high;
  logic [7:0]          zero_scale;
  logic [TermBits-1:0] biased;

  assign biased = t + TermBits'(127);
  assign low    = biased[TermBits-1];
  assign high   = !low && biased > TermBits'(254);

  always_comb begin
    case (zero_i)
      gcim_pkg::MX_ZERO_ONE: zero_scale = 8'd127;
      gcim_pkg::MX_ZERO_LOW: zero_scale = ZeroLow;
      default:               zero_scale = 8'd0;
    endcase
  end

  assign scale_o = nan_block ? 8'd255
                 : top_block ? 8'd254
                 : !nonzero  ? zero_scale
                 : low       ? 8'd0
                 : high      ? (ovf_i == gcim_pkg::MX_OVF_NAN ? 8'd255 : 8'd254)
                             : 8'(biased);
  assign flags_o = {nan_block, by_rule && high, by_rule && low};
  assign exp_o   = by_rule ? t : '0;

endmodule

`default_nettype wire
