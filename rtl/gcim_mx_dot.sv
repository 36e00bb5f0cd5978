// gcim_mx_dot: dot product of two Microscaling blocks, exact, rounded once. Latency 1.
// Meaning: cmodel/unit/mx_dot.c. Parameters, ports and cycles: cmodel/unit/mx_dot.def.
`default_nettype none

module gcim_mx_dot #(
  parameter  int Lanes   = 32,                         // the block, 1..256
  parameter  int AElem   = gcim_pkg::MX_INT8,
  parameter  int BElem   = gcim_pkg::MX_INT8,
  localparam int ABits   = gcim_pkg::mx_bits(AElem),
  localparam int BBits   = gcim_pkg::mx_bits(BElem),
  localparam int AFix    = gcim_pkg::mx_fix_bits(AElem),
  localparam int BFix    = gcim_pkg::mx_fix_bits(BElem),
  localparam int SumBits = AFix + BFix + $clog2(Lanes)
) (
  input  wire logic                   clk_i,
  input  wire logic                   rst_ni,          // asynchronous, active low
  input  wire logic                   valid_i,
  input  wire logic [2:0]             rnd_i,           // gcim_pkg::RND_*; 6, 7 act as RND_RTZ
  input  wire logic [1:0]             ovf_i,           // gcim_pkg::OVF_*
  input  wire logic [2:0]             nan_i,           // gcim_pkg::NAN_*
  input  wire logic                   ftz_i,           // 1: subnormal results are flushed
  input  wire logic [Lanes*ABits-1:0] a_i,             // lane 0 in the low bits
  input  wire logic [Lanes*BBits-1:0] b_i,
  input  wire logic [7:0]             a_scale_i,
  input  wire logic [7:0]             b_scale_i,
  output      logic                   valid_o,
  output      logic [SumBits-1:0]     sum_o,           // signed
  output      logic [9:0]             exp_o,           // signed
  output      logic [1:0]             special_o,       // 0: number, 1: infinity, 2: NaN
  output      logic                   sign_o,          // of an infinity
  output      logic [31:0]            y_o,             // FP32
  output      logic [4:0]             flags_o,         // {SAT, NV, OF, UF, NX}
  output      logic [Lanes*AFix-1:0]  tap_a,           // elements in fixed point, signed
  output      logic [Lanes*BFix-1:0]  tap_b
);

  localparam int FracBits  = gcim_pkg::mx_frac_bits(AElem) + gcim_pkg::mx_frac_bits(BElem);
  localparam int ScaleBits = 10;                       // -254 - 32 .. 256

  logic [Lanes*AFix-1:0] a_fix;
  logic [Lanes*BFix-1:0] b_fix;
  logic [SumBits-1:0]    sum;
  logic [9:0]            exp;
  logic [ScaleBits-1:0]  scale;
  logic [1:0]            special;
  logic                  sign, nv;
  logic [31:0]           code;
  logic [4:0]            flags;

  gcim_mx_block_dot #(.Lanes(Lanes), .AElem(AElem), .BElem(BElem)) u_dot (
    .a_i, .b_i, .a_scale_i, .b_scale_i, .a_fix_o(a_fix), .b_fix_o(b_fix), .sum_o(sum), .exp_o(exp),
    .special_o(special), .sign_o(sign), .nv_o(nv)
  );

  assign scale = exp - ScaleBits'(FracBits);

  gcim_mx_result #(.Width(SumBits), .ScaleBits(ScaleBits)) u_result (
    .rnd_i, .ovf_i, .nan_i, .ftz_i, .special_i(special), .sign_i(sign), .value_i(sum),
    .scale_i(scale), .code_o(code), .flags_o(flags)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_o <= 1'b0;
    end else begin
      valid_o <= valid_i;
    end
  end

  always_ff @(posedge clk_i) begin
    sum_o     <= sum;
    exp_o     <= exp;
    special_o <= special;
    sign_o    <= sign;
    y_o       <= code;
    flags_o   <= flags | {1'b0, nv, 3'b000};
    tap_a     <= a_fix;
    tap_b     <= b_fix;
  end

endmodule

`default_nettype wire
