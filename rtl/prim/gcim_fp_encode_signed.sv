// gcim_fp_encode_signed: a signed integer times a power of two, rounded and packed to a code.
// Combinational. Meaning: cmodel/unit/fp_norm.def, 6 to 14. A zero is +0.
`default_nettype none

module gcim_fp_encode_signed #(
  parameter  int Width     = 28,                       // any from 2
  parameter  int ScaleBits = 12,
  parameter  int ExpBits   = 8,                        // format of the code
  parameter  int ManBits   = 23,
  parameter  int Bias      = 127,                      // 0..255
  parameter  int Kind      = gcim_pkg::FLOAT_IEEE,
  parameter  int RandBits  = 8,                        // 1..32
  localparam int CodeBits  = 1 + ExpBits + ManBits
) (
  input  wire logic [2:0]           rnd_i,             // gcim_pkg::RND_*
  input  wire logic [1:0]           ovf_i,             // gcim_pkg::OVF_*
  input  wire logic [2:0]           nan_i,             // gcim_pkg::NAN_*
  input  wire logic                 neg_zero_i,
  input  wire logic                 ftz_i,
  input  wire logic                 tiny_before_i,
  input  wire logic [Width-1:0]     value_i,           // signed
  input  wire logic [ScaleBits-1:0] scale_i,           // signed
  input  wire logic [RandBits-1:0]  random_i,
  output      logic [CodeBits-1:0]  code_o,
  output      logic [4:0]           flags_o            // {SAT, NV, OF, UF, NX}
);

  localparam int LeadBits = $clog2(Width + 1);

  logic                sign;
  logic [Width-1:0]    mag;
  logic [LeadBits-1:0] unused_lead;

  assign sign = value_i[Width-1];
  assign mag  = sign ? -value_i : value_i;             // 2^(Width-1) fits without a sign

  gcim_fp_encode #(
    .MagBits(Width), .ScaleBits(ScaleBits), .ExpBits(ExpBits), .ManBits(ManBits), .Bias(Bias),
    .Kind(Kind), .RandBits(RandBits)
  ) u_encode (
    .rnd_i, .ovf_i, .nan_i, .neg_zero_i, .ftz_i, .tiny_before_i, .special_i(2'd0), .sign_i(sign),
    .mag_i(mag), .scale_i, .payload_i({ManBits{1'b0}}), .random_i, .code_o, .flags_o,
    .lead_o(unused_lead)
  );

endmodule

`default_nettype wire
