// gcim_fp_products: infinities and NaNs among products. Combinational.
// Meaning: cmodel/unit/fp_dot.def, 12.
`default_nettype none

module gcim_fp_products #(
  parameter int Lanes = 8                              // any number from 1
) (
  input  wire logic [Lanes-1:0] x_sign_i,
  input  wire logic [Lanes-1:0] x_zero_i,
  input  wire logic [Lanes-1:0] x_inf_i,
  input  wire logic [Lanes-1:0] x_nan_i,
  input  wire logic [Lanes-1:0] x_snan_i,
  input  wire logic [Lanes-1:0] w_sign_i,
  input  wire logic [Lanes-1:0] w_zero_i,
  input  wire logic [Lanes-1:0] w_inf_i,
  input  wire logic [Lanes-1:0] w_nan_i,
  input  wire logic [Lanes-1:0] w_snan_i,
  output      logic             is_nan_o,              // the sum is a NaN
  output      logic             is_inf_o,              // the sum is an infinity
  output      logic             sign_o,                // of the infinity, else 0
  output      logic             nv_o
);

  // An infinity times a NaN is no infinity.
  logic [Lanes-1:0] nan, no_number, inf, sign;
  logic             plus, minus, invalid;

  assign nan       = x_nan_i | w_nan_i;
  assign no_number = (x_inf_i & w_zero_i) | (x_zero_i & w_inf_i);
  assign inf       = (x_inf_i | w_inf_i) & ~nan;
  assign sign      = x_sign_i ^ w_sign_i;
  assign plus      = (inf & ~sign) != '0;
  assign minus     = (inf & sign) != '0;
  assign invalid   = no_number != '0 || (plus && minus);

  assign is_nan_o = nan != '0 || invalid;
  assign is_inf_o = !is_nan_o && (plus || minus);
  assign sign_o   = is_inf_o && minus;
  assign nv_o     = invalid || (x_snan_i | w_snan_i) != '0;

endmodule

`default_nettype wire
