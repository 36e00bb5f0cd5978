// gcim_fp_fold: products of folded significands, and the sums of their exponents. Combinational.
// Meaning: cmodel/unit/fp_pdot.def, 6 and 7.
`default_nettype none

module gcim_fp_fold #(
  parameter  int Lanes    = 8,                         // any number from 1
  parameter  int XExpBits = 5,
  parameter  int XSigBits = 11,
  parameter  int WExpBits = 5,
  parameter  int WSigBits = 11,
  parameter  int Fold     = 0,                         // exponent bits moved to the significand
  localparam int Step     = 1 << Fold,
  localparam int XWide    = XSigBits + Step - 1,       // a folded significand
  localparam int WWide    = WSigBits + Step - 1,
  localparam int ProdBits = XWide + WWide,
  localparam int ExpBits  = (XExpBits > WExpBits ? XExpBits : WExpBits) + 1
) (
  input  wire logic [Lanes*XExpBits-1:0] x_exp_i,      // lane 0 in the low bits
  input  wire logic [Lanes*XSigBits-1:0] x_sig_i,
  input  wire logic [Lanes*WExpBits-1:0] w_exp_i,
  input  wire logic [Lanes*WSigBits-1:0] w_sig_i,
  output      logic [Lanes*ExpBits-1:0]  exp_o,        // of the product: a multiple of Step
  output      logic [Lanes*ProdBits-1:0] product_o
);

  for (genvar i = 0; i < Lanes; i++) begin : gen_lane
    localparam logic [XExpBits-1:0] XLow = ~({XExpBits{1'b1}} << Fold);
    localparam logic [WExpBits-1:0] WLow = ~({WExpBits{1'b1}} << Fold);
    logic [XExpBits-1:0] x_exp, x_high;
    logic [WExpBits-1:0] w_exp, w_high;
    logic [ProdBits-1:0] x, w;

    assign x_exp  = x_exp_i[i*XExpBits +: XExpBits];
    assign w_exp  = w_exp_i[i*WExpBits +: WExpBits];
    assign x_high = x_exp & ~XLow;
    assign w_high = w_exp & ~WLow;
    assign x      = ProdBits'(x_sig_i[i*XSigBits +: XSigBits]) << (x_exp & XLow);
    assign w      = ProdBits'(w_sig_i[i*WSigBits +: WSigBits]) << (w_exp & WLow);

    assign product_o[i*ProdBits +: ProdBits] = x * w;
    assign exp_o[i*ExpBits +: ExpBits] = ExpBits'(x_high) + ExpBits'(w_high);
  end

endmodule

`default_nettype wire
