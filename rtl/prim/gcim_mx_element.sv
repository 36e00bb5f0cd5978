// gcim_mx_element: a decoded number divided by the shared scale, as an element. Combinational.
// Meaning: cmodel/unit/mx_quant.def, 8 to 10.
`default_nettype none

module gcim_mx_element #(
  parameter  int XExpBits = 8,                         // source format
  parameter  int XManBits = 7,                         // 7..23
  parameter  int XBias    = 127,                       // 0..255
  parameter  int Elem     = gcim_pkg::MX_INT8,
  parameter  int RandBits = 8,                         // 1..32
  localparam int SigBits  = XManBits + 1,
  localparam int ManBits  = gcim_pkg::mx_man_bits(Elem),
  localparam int ElemBits = gcim_pkg::mx_bits(Elem)
) (
  input  wire logic [2:0]          rnd_i,              // gcim_pkg::RND_*
  input  wire logic [1:0]          ovf_i,              // gcim_pkg::OVF_*; not MX_INT8
  input  wire logic [2:0]          nan_i,              // gcim_pkg::NAN_*
  input  wire logic                neg_zero_i,         // 1: zero results are positive
  input  wire logic                full_i,             // MX_INT8: 1: -128 is an element
  input  wire logic                sign_i,             // of gcim_fp_unpack
  input  wire logic [XExpBits-1:0] exp_i,
  input  wire logic [SigBits-1:0]  sig_i,
  input  wire logic                is_inf_i,
  input  wire logic                is_nan_i,
  input  wire logic                is_snan_i,
  input  wire logic [ManBits-1:0]  payload_i,          // top of the operand's fraction
  input  wire logic [7:0]          scale_i,            // other than 255
  input  wire logic [RandBits-1:0] random_i,
  output      logic [ElemBits-1:0] elem_o,
  output      logic [4:0]          flags_o             // {SAT, NV, OF, UF, NX}
);

  localparam int ExpBits   = gcim_pkg::mx_exp_bits(Elem);
  localparam int CodeBits  = 1 + ExpBits + ManBits;
  localparam int ScaleBits = 10;                       // -(255 + 23 - 1) - 127 - 1 .. 255 + 127
  localparam int LeadBits  = $clog2(SigBits + 1);
  // 127 of the scale byte is 1. MX_INT8 counts in 1/64, its code in 2^-7: 2^-1 more.
  localparam int Offset    = XBias + XManBits - 127 + (Elem == gcim_pkg::MX_INT8 ? 1 : 0);

  logic [ScaleBits-1:0] scale;
  logic [1:0]           ovf;
  logic [CodeBits-1:0]  code;
  logic [4:0]           flags;
  logic [LeadBits-1:0]  unused_lead;

  assign scale = ScaleBits'(exp_i) - ScaleBits'(scale_i) - ScaleBits'(Offset);
  assign ovf   = Elem == gcim_pkg::MX_INT8 ? gcim_pkg::OVF_SAT : ovf_i;

  gcim_fp_encode #(
    .MagBits(SigBits), .ScaleBits(ScaleBits), .ExpBits(ExpBits), .ManBits(ManBits),
    .Bias(gcim_pkg::mx_bias(Elem)), .Kind(gcim_pkg::mx_kind(Elem)), .RandBits(RandBits)
  ) u_encode (
    .rnd_i, .ovf_i(ovf), .nan_i, .neg_zero_i, .ftz_i(1'b0), .tiny_before_i(1'b0),
    .special_i({is_nan_i, is_inf_i}), .sign_i, .mag_i(sig_i), .scale_i(scale),
    .payload_i, .random_i, .code_o(code), .flags_o(flags), .lead_o(unused_lead)
  );

  if (Elem == gcim_pkg::MX_INT8) begin : gen_int8
    // Above 255 the magnitude stays 255, which is above the limit, too; that of a NaN is 0.
    logic [7:0] mag, limit, kept;
    logic       number, over, to_limit, unused;

    assign mag      = code[7:0];
    assign limit    = full_i && sign_i ? 8'd128 : 8'd127;
    assign number   = !is_inf_i && !is_nan_i;
    assign over     = number && mag > limit;
    assign to_limit = over || is_inf_i || (is_nan_i && nan_i == gcim_pkg::NAN_MAX);
    assign kept     = to_limit ? limit : mag;
    assign elem_o   = sign_i ? -kept : kept;
    assign flags_o  = {over || is_inf_i, is_nan_i, over, 1'b0, over || (number && flags[0])};

    assign unused = code[8] ^ (^flags[4:1]) ^ is_snan_i ^ (^ovf_i);
  end else begin : gen_float
    logic unused;

    assign elem_o  = code;
    assign flags_o = flags | {1'b0, is_snan_i, 3'b000};
    assign unused  = full_i;
  end

endmodule

`default_nettype wire
