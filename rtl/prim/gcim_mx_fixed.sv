// gcim_mx_fixed: elements of a Microscaling block in fixed point, and their classes. Combinational.
// Meaning: cmodel/unit/mx_dot.def, 5. Infinities and NaNs are 0 in fixed point.
`default_nettype none

module gcim_mx_fixed #(
  parameter  int Lanes    = 32,                        // any number from 1
  parameter  int Elem     = gcim_pkg::MX_INT8,
  localparam int ElemBits = gcim_pkg::mx_bits(Elem),
  localparam int FixBits  = gcim_pkg::mx_fix_bits(Elem)
) (
  input  wire logic [Lanes*ElemBits-1:0] elem_i,       // lane 0 in the low bits
  output      logic [Lanes*FixBits-1:0]  fix_o,        // signed, in the format's smallest unit
  output      logic [Lanes-1:0]          sign_o,
  output      logic [Lanes-1:0]          is_zero_o,    // a number, 0
  output      logic [Lanes-1:0]          is_inf_o,
  output      logic [Lanes-1:0]          is_nan_o,
  output      logic [Lanes-1:0]          is_snan_o
);

  if (Elem == gcim_pkg::MX_INT8) begin : gen_int8
    for (genvar i = 0; i < Lanes; i++) begin : gen_lane
      assign sign_o[i]    = elem_i[i*ElemBits + ElemBits - 1];
      assign is_zero_o[i] = elem_i[i*ElemBits +: ElemBits] == '0;
    end

    assign fix_o     = elem_i;
    assign is_inf_o  = '0;
    assign is_nan_o  = '0;
    assign is_snan_o = '0;
  end else begin : gen_float
    localparam int ExpBits = gcim_pkg::mx_exp_bits(Elem);
    localparam int SigBits = gcim_pkg::mx_man_bits(Elem) + 1;

    logic [Lanes*ExpBits-1:0] exp;
    logic [Lanes*SigBits-1:0] sig;
    logic [Lanes-1:0]         nonzero;

    gcim_fp_unpack_lanes #(
      .Lanes(Lanes), .ExpBits(ExpBits), .ManBits(SigBits - 1), .Kind(gcim_pkg::mx_kind(Elem))
    ) u_unpack (
      .specials_i(gcim_pkg::SPECIAL_IEEE), .daz_i(1'b0), .code_i(elem_i), .sign_o, .exp_o(exp),
      .sig_o(sig), .nonzero_o(nonzero), .is_zero_o, .is_inf_o, .is_nan_o, .is_snan_o
    );

    // The exponent field 1 is that of the smallest unit.
    for (genvar i = 0; i < Lanes; i++) begin : gen_lane
      logic [ExpBits-1:0] shift;
      logic [FixBits-1:0] mag;

      assign shift = exp[i*ExpBits +: ExpBits] - ExpBits'(1);
      assign mag   = FixBits'(sig[i*SigBits +: SigBits]) << shift;
      assign fix_o[i*FixBits +: FixBits] = sign_o[i] ? -mag : mag;
    end

    logic unused;
    assign unused = ^nonzero;
  end

endmodule

`default_nettype wire
