// gcim_mx_sum: state of a sum over Microscaling blocks, and its result. A block shows one edge
// later; the result depends on state only.
// Meaning: cmodel/unit/mx_acc.def, 4 to 12.
`default_nettype none

module gcim_mx_sum #(
  parameter  int Acc      = gcim_pkg::MX_ACC_MAXFIRST,
  parameter  int SumBits  = 21,                        // of a block's sum
  parameter  int Frac     = 12,                        // its fraction bits, 0..64
  parameter  int AccBits  = 32,                        // MX_ACC_MAXFIRST, MX_ACC_RUNNING
  parameter  int ExpBits  = 10,                        // of the exponents, from 10
  localparam int AccWidth = gcim_pkg::mx_acc_width(Acc, SumBits, AccBits)
) (
  input  wire logic                clk_i,
  input  wire logic                rst_ni,             // asynchronous, active low: no blocks yet
  input  wire logic                en_i,               // 1: a block
  input  wire logic [SumBits-1:0]  sum_i,              // signed
  input  wire logic [ExpBits-1:0]  sum_exp_i,          // signed
  input  wire logic [1:0]          special_i,          // 0: number, 1: infinity, 2, 3: NaN
  input  wire logic                sign_i,             // of an infinity
  input  wire logic [ExpBits-1:0]  ref_i,              // signed: exponent of the sum, with first
  input  wire logic                first_i,            // 1: a new sum
  input  wire logic [2:0]          quant_i,            // gcim_pkg::RND_*: of the alignment
  input  wire logic                cutoff_i,           // 1: what is far below is 0
  input  wire logic                sat_i,              // gcim_pkg::FIT_*
  input  wire logic [2:0]          rnd_i,              // gcim_pkg::RND_*; 6, 7 act as RND_RTZ
  input  wire logic [1:0]          ovf_i,              // gcim_pkg::OVF_*
  input  wire logic [2:0]          nan_i,              // gcim_pkg::NAN_*
  input  wire logic                ftz_i,              // 1: subnormal results are flushed
  output      logic [AccWidth-1:0] acc_o,              // signed, or an FP32 code
  output      logic [ExpBits-1:0]  exp_o,              // signed: MX_ACC_MAXFIRST, MX_ACC_RUNNING
  output      logic [31:0]         y_o,                // FP32
  output      logic [6:0]          flags_o,            // {OVF, NXA, SAT, NV, OF, UF, NX}
  output      logic                below_o             // an exponent was out of reach
);

  logic [AccWidth-1:0] acc_q, acc_d;
  logic [ExpBits-1:0]  exp_q, exp_d;
  logic [2:0]          seen_q, seen_d;                 // {NaN, -infinity, +infinity}
  logic [6:0]          flags_q, flags_d;
  logic                below_q, below_d;

  gcim_mx_accumulate #(
    .Acc(Acc), .SumBits(SumBits), .Frac(Frac), .AccBits(AccBits), .ExpBits(ExpBits)
  ) u_step (
    .sum_i, .sum_exp_i, .special_i, .sign_i, .ref_i, .first_i, .quant_i, .cutoff_i, .sat_i,
    .rnd_i, .ovf_i, .nan_i, .ftz_i,
    .acc_i(acc_q), .exp_i(exp_q), .seen_i(seen_q), .flags_i(flags_q), .below_i(below_q),
    .acc_o(acc_d), .exp_o(exp_d), .seen_o(seen_d), .flags_o(flags_d), .below_o(below_d)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      acc_q   <= '0;
      exp_q   <= '0;
      seen_q  <= '0;
      flags_q <= '0;
      below_q <= 1'b0;
    end else begin
      acc_q   <= en_i ? acc_d : acc_q;
      exp_q   <= en_i ? exp_d : exp_q;
      seen_q  <= en_i ? seen_d : seen_q;
      flags_q <= en_i ? flags_d : flags_q;
      below_q <= en_i ? below_d : below_q;
    end
  end

  // Result, from state only.
  if (Acc == gcim_pkg::MX_ACC_FLOAT) begin : gen_code
    logic unused;

    assign y_o     = acc_q;
    assign flags_o = flags_q;
    assign unused  = ^seen_q;
  end else begin : gen_encode
    localparam int ScaleBits = ExpBits + 1;            // room for Frac

    logic [2:0]           rnd_q, nan_q;
    logic [1:0]           ovf_q;
    logic                 ftz_q;
    logic                 nan, undefined, inf;
    logic [ExpBits-1:0]   unit;
    logic [ScaleBits-1:0] scale;
    logic [4:0]           flags;

    always_ff @(posedge clk_i) begin
      if (en_i) begin
        rnd_q <= rnd_i;
        ovf_q <= ovf_i;
        nan_q <= nan_i;
        ftz_q <= ftz_i;
      end
    end

    assign undefined = seen_q[1] && seen_q[0];
    assign nan       = seen_q[2] || undefined;
    assign inf       = !nan && (seen_q[1] || seen_q[0]);
    assign unit      = Acc == gcim_pkg::MX_ACC_EXACT ? -ExpBits'(254) : exp_q;
    assign scale     = ScaleBits'($signed(unit)) - ScaleBits'(Frac);

    gcim_mx_result #(.Width(AccWidth), .ScaleBits(ScaleBits)) u_result (
      .rnd_i(rnd_q), .ovf_i(ovf_q), .nan_i(nan_q), .ftz_i(ftz_q), .special_i({nan, inf}),
      .sign_i(seen_q[1]), .value_i(acc_q), .scale_i(scale), .code_o(y_o), .flags_o(flags)
    );

    assign flags_o = flags_q | {2'd0, flags | {1'b0, undefined, 3'b000}};
  end

  assign below_o = below_q;
  assign acc_o   = acc_q;
  assign exp_o   = exp_q;

endmodule

`default_nettype wire
