// gcim_fp_unpack_lanes: codes to signs, exponents, significands and classes. Combinational.
// Meaning: cmodel/unit/fp_decode.def, 5 to 9.
`default_nettype none

module gcim_fp_unpack_lanes #(
  parameter  int Lanes    = 8,                         // any number from 1
  parameter  int ExpBits  = 5,
  parameter  int ManBits  = 10,
  parameter  int Kind     = gcim_pkg::FLOAT_IEEE,
  localparam int CodeBits = 1 + ExpBits + ManBits,
  localparam int SigBits  = ManBits + 1
) (
  input  wire logic [1:0]                specials_i,   // gcim_pkg::SPECIAL_*
  input  wire logic                      daz_i,
  input  wire logic [Lanes*CodeBits-1:0] code_i,       // lane 0 in the low bits
  output      logic [Lanes-1:0]          sign_o,
  output      logic [Lanes*ExpBits-1:0]  exp_o,
  output      logic [Lanes*SigBits-1:0]  sig_o,
  output      logic [Lanes-1:0]          nonzero_o,    // the significand is not 0
  output      logic [Lanes-1:0]          is_zero_o,
  output      logic [Lanes-1:0]          is_inf_o,
  output      logic [Lanes-1:0]          is_nan_o,
  output      logic [Lanes-1:0]          is_snan_o
);

  for (genvar i = 0; i < Lanes; i++) begin : gen_lane
    logic unused_sub;

    gcim_fp_unpack #(.ExpBits(ExpBits), .ManBits(ManBits), .Kind(Kind)) u_unpack (
      .specials_i, .daz_i, .code_i(code_i[i*CodeBits +: CodeBits]), .sign_o(sign_o[i]),
      .exp_o(exp_o[i*ExpBits +: ExpBits]), .sig_o(sig_o[i*SigBits +: SigBits]),
      .is_zero_o(is_zero_o[i]), .is_sub_o(unused_sub), .is_inf_o(is_inf_o[i]),
      .is_nan_o(is_nan_o[i]), .is_snan_o(is_snan_o[i])
    );
  end

  assign nonzero_o = ~(is_zero_o | is_inf_o | is_nan_o);

endmodule

`default_nettype wire
