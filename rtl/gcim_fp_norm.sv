// gcim_fp_norm: normalise, round and pack a magnitude, an infinity or a NaN. Latency 1.
// Meaning: cmodel/unit/fp_norm.c. Parameters, ports and cycles: cmodel/unit/fp_norm.def.
`default_nettype none

module gcim_fp_norm #(
  parameter  int MagBits   = 26,                       // 1..900
  parameter  int ScaleBits = 8,                        // 4..14
  parameter  int ExpBits   = 5,                        // of the result, 1..8
  parameter  int ManBits   = 10,                       // 1..23
  parameter  int Bias      = 15,                       // 0..255
  parameter  int Kind      = gcim_pkg::FLOAT_IEEE,
  parameter  int RandBits  = 8,                        // 1..32
  localparam int CodeBits  = 1 + ExpBits + ManBits,
  localparam int LeadBits  = $clog2(MagBits + 1)
) (
  input  wire logic                 clk_i,
  input  wire logic                 rst_ni,            // asynchronous, active low
  input  wire logic                 valid_i,
  input  wire logic [2:0]           rnd_i,             // gcim_pkg::RND_*
  input  wire logic [1:0]           ovf_i,             // gcim_pkg::OVF_*
  input  wire logic [2:0]           nan_i,             // gcim_pkg::NAN_*
  input  wire logic                 neg_zero_i,        // 1: zero results are positive
  input  wire logic                 ftz_i,             // 1: subnormal results are flushed
  input  wire logic                 tiny_before_i,     // 1: tininess before rounding
  input  wire logic [1:0]           special_i,         // 0: number, 1: infinity, 2, 3: NaN
  input  wire logic                 sign_i,
  input  wire logic [MagBits-1:0]   mag_i,
  input  wire logic [ScaleBits-1:0] scale_i,           // signed
  input  wire logic [ManBits-1:0]   payload_i,         // of a NaN
  input  wire logic [RandBits-1:0]  random_i,
  output      logic                 valid_o,
  output      logic [CodeBits-1:0]  code_o,
  output      logic [4:0]           flags_o,           // {SAT, NV, OF, UF, NX}
  output      logic [LeadBits-1:0]  tap_lead           // 1 + place of the highest one of mag_i
);

  if (Kind == gcim_pkg::FLOAT_IEEE && ExpBits < 2) begin : gen_bad_exp
    ieee_needs_two_exponent_bits u_error ();
  end

  logic [CodeBits-1:0] code;
  logic [4:0]          flags;
  logic [LeadBits-1:0] lead;

  gcim_fp_encode #(
    .MagBits(MagBits), .ScaleBits(ScaleBits), .ExpBits(ExpBits), .ManBits(ManBits), .Bias(Bias),
    .Kind(Kind), .RandBits(RandBits)
  ) u_encode (
    .rnd_i, .ovf_i, .nan_i, .neg_zero_i, .ftz_i, .tiny_before_i, .special_i, .sign_i, .mag_i,
    .scale_i, .payload_i, .random_i, .code_o(code), .flags_o(flags), .lead_o(lead)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_o <= 1'b0;
    end else begin
      valid_o <= valid_i;
    end
  end

  always_ff @(posedge clk_i) begin
    code_o   <= code;
    flags_o  <= flags;
    tap_lead <= lead;
  end

endmodule

`default_nettype wire
