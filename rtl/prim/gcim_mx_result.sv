// gcim_mx_result: a signed integer times a power of two, an infinity or a NaN as an FP32 code.
// Combinational. Meaning: cmodel/unit/mx_dot.def, 9.
`default_nettype none

module gcim_mx_result #(
  parameter int Width     = 21,                        // any from 2
  parameter int ScaleBits = 10
) (
  input  wire logic [2:0]           rnd_i,             // gcim_pkg::RND_*; 6, 7 act as RND_RTZ
  input  wire logic [1:0]           ovf_i,             // gcim_pkg::OVF_*
  input  wire logic [2:0]           nan_i,             // gcim_pkg::NAN_*
  input  wire logic                 ftz_i,             // 1: subnormal results are flushed
  input  wire logic [1:0]           special_i,         // 0: number, 1: infinity, 2, 3: NaN
  input  wire logic                 sign_i,            // of an infinity
  input  wire logic [Width-1:0]     value_i,           // signed
  input  wire logic [ScaleBits-1:0] scale_i,           // signed
  output      logic [31:0]          code_o,
  output      logic [4:0]           flags_o            // {SAT, NV, OF, UF, NX}
);

  localparam int LeadBits = $clog2(Width + 1);

  logic [2:0]          rnd;
  logic                minus, sign;
  logic [Width-1:0]    mag;
  logic [LeadBits-1:0] unused_lead;

  // There is no random word for RND_STOCH. A NaN has sign 0.
  assign rnd   = rnd_i == gcim_pkg::RND_STOCH ? gcim_pkg::RND_RTZ : rnd_i;
  assign minus = value_i[Width-1];
  assign mag   = minus ? -value_i : value_i;           // 2^(Width-1) fits without a sign
  assign sign  = special_i == 2'd0 ? minus : special_i == 2'd1 && sign_i;

  gcim_fp_encode #(
    .MagBits(Width), .ScaleBits(ScaleBits), .ExpBits(8), .ManBits(23), .Bias(127), .RandBits(1)
  ) u_encode (
    .rnd_i(rnd), .ovf_i, .nan_i, .neg_zero_i(1'b0), .ftz_i, .tiny_before_i(1'b0), .special_i,
    .sign_i(sign), .mag_i(mag), .scale_i, .payload_i(23'd0), .random_i(1'b0), .code_o, .flags_o,
    .lead_o(unused_lead)
  );

endmodule

`default_nettype wire
