// gcim_fp_post_align: terms aligned to the largest exponent, cut and added. Latency 1.
// Meaning: cmodel/unit/fp_post_align.c. Parameters, ports, cycles: cmodel/unit/fp_post_align.def.
`default_nettype none

module gcim_fp_post_align #(
  parameter  int Terms    = 8,                         // 1..512
  parameter  int ExpBits  = 6,                         // 1..12
  parameter  int SigBits  = 22,                        // of a term, 2..106
  parameter  int IntBits  = 2,                         // of them above the binary point, 1..16
  parameter  int Frac     = 24,                        // kept below the largest exponent, 0..640
  localparam int TermBits = Frac + IntBits + 2,
  localparam int SumBits  = TermBits + $clog2(Terms)
) (
  input  wire logic                      clk_i,
  input  wire logic                      rst_ni,       // asynchronous, active low
  input  wire logic                      valid_i,
  input  wire logic [2:0]                quant_i,      // gcim_pkg::RND_*
  input  wire logic                      zeros_i,      // 1: zeros count for the reference
  input  wire logic [Terms-1:0]          sign_i,
  input  wire logic [Terms*ExpBits-1:0]  exp_i,        // term 0 in the low bits
  input  wire logic [Terms*SigBits-1:0]  sig_i,
  input  wire logic [ExpBits-1:0]        floor_exp_i,  // lowest reference
  output      logic                      valid_o,
  output      logic [ExpBits-1:0]        ref_exp_o,
  output      logic [SumBits-1:0]        sum_o,        // signed
  output      logic [Terms-1:0]          lost_o,
  output      logic [Terms*TermBits-1:0] tap_q         // signed
);

  if (IntBits > SigBits) begin : gen_bad_point
    point_in_significand u_error ();
  end
  if (Terms * TermBits > 65536) begin : gen_bad_size
    terms_fit u_error ();
  end

  logic [Terms-1:0]          counts, lost;
  logic [ExpBits-1:0]        reference;
  logic [SumBits-1:0]        sum;
  logic [Terms*TermBits-1:0] q;

  for (genvar i = 0; i < Terms; i++) begin : gen_term
    assign counts[i] = zeros_i || sig_i[i*SigBits +: SigBits] != '0;
  end

  gcim_fp_terms #(
    .Terms(Terms), .ExpBits(ExpBits), .SigBits(SigBits), .IntBits(IntBits), .Frac(Frac)
  ) u_terms (
    .quant_i, .counts_i(counts), .sign_i, .exp_i, .sig_i, .floor_i(floor_exp_i), .ref_o(reference),
    .q_o(q), .sum_o(sum), .lost_o(lost)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_o <= 1'b0;
    end else begin
      valid_o <= valid_i;
    end
  end

  always_ff @(posedge clk_i) begin
    ref_exp_o <= reference;
    sum_o     <= sum;
    lost_o    <= lost;
    tap_q     <= q;
  end

endmodule

`default_nettype wire
