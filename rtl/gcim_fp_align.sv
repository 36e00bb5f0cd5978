// gcim_fp_align: floating-point lanes to integers of one shared unit. Latency 1.
// Meaning: cmodel/unit/fp_align.c. Parameters, ports and cycles: cmodel/unit/fp_align.def.
`default_nettype none

module gcim_fp_align #(
  parameter int Lanes       = 8,                       // 1..512
  parameter int ExpBits     = 5,                       // 1..12
  parameter int SigBits     = 11,                      // significand with its hidden bit, 2..53
  parameter int AlignedBits = 12,                      // of an aligned lane, 2..64
  parameter int Guard       = 2                        // fraction bits for the rounding, 0..64
) (
  input  wire logic                         clk_i,
  input  wire logic                         rst_ni,    // asynchronous, active low
  input  wire logic                         valid_i,
  input  wire logic [2:0]                   quant_i,   // gcim_pkg::RND_*
  input  wire logic                         sticky_i,  // 1: what is cut off is one more bit
  input  wire logic                         cutoff_i,  // 1: shifts of AlignedBits or more give 0
  input  wire logic [1:0]                   clamp_i,   // gcim_pkg::CLAMP_*
  input  wire logic [Lanes-1:0]             sign_i,
  input  wire logic [Lanes*ExpBits-1:0]     exp_i,     // lane 0 in the low bits
  input  wire logic [Lanes*SigBits-1:0]     sig_i,
  input  wire logic [ExpBits-1:0]           ref_exp_i, // exponent of the unit
  output      logic                         valid_o,
  output      logic [Lanes*AlignedBits-1:0] q_o,       // signed
  output      logic [ExpBits:0]             unit_exp_o,
  output      logic [Lanes-1:0]             lost_o,
  output      logic [Lanes-1:0]             clamped_o,
  output      logic                         below_o
);

  logic [Lanes*AlignedBits-1:0] q;
  logic [ExpBits:0]             unit_exp;
  logic [Lanes-1:0]             lost, clamped;
  logic                         below;

  gcim_fp_align_group #(
    .Lanes(Lanes), .ExpBits(ExpBits), .SigBits(SigBits), .AlignedBits(AlignedBits), .Guard(Guard)
  ) u_group (
    .quant_i, .sticky_i, .far_i(cutoff_i), .clamp_i, .sign_i, .exp_i, .sig_i,
    .ref_i(ref_exp_i), .q_o(q),
    .unit_exp_o(unit_exp), .lost_o(lost), .clamped_o(clamped), .below_o(below)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_o <= 1'b0;
    end else begin
      valid_o <= valid_i;
    end
  end

  always_ff @(posedge clk_i) begin
    q_o        <= q;
    unit_exp_o <= unit_exp;
    lost_o     <= lost;
    clamped_o  <= clamped;
    below_o    <= below;
  end

endmodule

`default_nettype wire
