// gcim_mx_block_dot: exact dot product of two Microscaling blocks. Combinational.
// Meaning: cmodel/unit/mx_dot.def, 5 to 8 and 10. Value: sum * 2^(exp - fraction bits of both).
`default_nettype none

module gcim_mx_block_dot #(
  parameter  int Lanes   = 32,                         // any number from 1
  parameter  int AElem   = gcim_pkg::MX_INT8,
  parameter  int BElem   = gcim_pkg::MX_INT8,
  localparam int ABits   = gcim_pkg::mx_bits(AElem),
  localparam int BBits   = gcim_pkg::mx_bits(BElem),
  localparam int AFix    = gcim_pkg::mx_fix_bits(AElem),
  localparam int BFix    = gcim_pkg::mx_fix_bits(BElem),
  localparam int SumBits = AFix + BFix + $clog2(Lanes)
) (
  input  wire logic [Lanes*ABits-1:0] a_i,             // lane 0 in the low bits
  input  wire logic [Lanes*BBits-1:0] b_i,
  input  wire logic [7:0]             a_scale_i,
  input  wire logic [7:0]             b_scale_i,
  output      logic [Lanes*AFix-1:0]  a_fix_o,         // elements in fixed point, signed
  output      logic [Lanes*BFix-1:0]  b_fix_o,
  output      logic [SumBits-1:0]     sum_o,           // signed, of the products
  output      logic [9:0]             exp_o,           // signed, of the scales
  output      logic [1:0]             special_o,       // 0: number, 1: infinity, 2: NaN
  output      logic                   sign_o,          // of the infinity, else 0
  output      logic                   nv_o             // a NaN made, or a signalling one
);

  localparam int ProdBits = AFix + BFix;

  logic [Lanes-1:0] a_sign, a_zero, a_inf, a_nan, a_snan;
  logic [Lanes-1:0] b_sign, b_zero, b_inf, b_nan, b_snan;

  gcim_mx_fixed #(.Lanes(Lanes), .Elem(AElem)) u_a (
    .elem_i(a_i), .fix_o(a_fix_o), .sign_o(a_sign), .is_zero_o(a_zero), .is_inf_o(a_inf),
    .is_nan_o(a_nan), .is_snan_o(a_snan)
  );

  gcim_mx_fixed #(.Lanes(Lanes), .Elem(BElem)) u_b (
    .elem_i(b_i), .fix_o(b_fix_o), .sign_o(b_sign), .is_zero_o(b_zero), .is_inf_o(b_inf),
    .is_nan_o(b_nan), .is_snan_o(b_snan)
  );

  // Sum. The product of both smallest numbers still fits ProdBits.
  logic [Lanes*ProdBits-1:0] products;

  for (genvar i = 0; i < Lanes; i++) begin : gen_lane
    logic [AFix-1:0] a;
    logic [BFix-1:0] b;

    assign a = a_fix_o[i*AFix +: AFix];
    assign b = b_fix_o[i*BFix +: BFix];
    assign products[i*ProdBits +: ProdBits] = ProdBits'($signed(a)) * ProdBits'($signed(b));
  end

  gcim_fp_sum #(.Lanes(Lanes), .Width(ProdBits)) u_sum (.data_i(products), .sum_o);

  assign exp_o = 10'(a_scale_i) + 10'(b_scale_i) - 10'd254;

  // Specials.
  logic nan_scale, lanes_nan, lanes_inf, lanes_sign, nan;

  gcim_fp_products #(.Lanes(Lanes)) u_specials (
    .x_sign_i(a_sign), .x_zero_i(a_zero), .x_inf_i(a_inf), .x_nan_i(a_nan), .x_snan_i(a_snan),
    .w_sign_i(b_sign), .w_zero_i(b_zero), .w_inf_i(b_inf), .w_nan_i(b_nan), .w_snan_i(b_snan),
    .is_nan_o(lanes_nan), .is_inf_o(lanes_inf), .sign_o(lanes_sign), .nv_o
  );

  assign nan_scale = a_scale_i == 8'd255 || b_scale_i == 8'd255;
  assign nan       = nan_scale || lanes_nan;
  assign special_o = {nan, !nan && lanes_inf};
  assign sign_o    = !nan && lanes_sign;

endmodule

`default_nettype wire
