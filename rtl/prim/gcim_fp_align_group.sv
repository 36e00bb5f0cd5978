// gcim_fp_align_group: lanes aligned to one unit, with limits or a unit raised if one would clamp.
// Combinational. Meaning: cmodel/unit/fp_align.def, 5 to 13.
`default_nettype none

module gcim_fp_align_group #(
  parameter int Lanes       = 8,                       // any number from 1
  parameter int ExpBits     = 5,
  parameter int SigBits     = 11,                      // from 2
  parameter int AlignedBits = 12,                      // from 2
  parameter int Guard       = 2
) (
  input  wire logic [2:0]                   quant_i,   // gcim_pkg::RND_*
  input  wire logic                         sticky_i,
  input  wire logic                         far_i,
  input  wire logic [1:0]                   clamp_i,   // gcim_pkg::CLAMP_*
  input  wire logic [Lanes-1:0]             sign_i,
  input  wire logic [Lanes*ExpBits-1:0]     exp_i,     // lane 0 in the low bits
  input  wire logic [Lanes*SigBits-1:0]     sig_i,
  input  wire logic [ExpBits-1:0]           ref_i,
  output      logic [Lanes*AlignedBits-1:0] q_o,
  output      logic [ExpBits:0]             unit_exp_o,
  output      logic [Lanes-1:0]             lost_o,
  output      logic [Lanes-1:0]             clamped_o,
  output      logic                         below_o
);

  logic [Lanes-1:0] overflow, below;
  logic             symmetric, raised;

  assign symmetric  = clamp_i == gcim_pkg::CLAMP_SYMMETRIC;
  assign raised     = clamp_i == gcim_pkg::CLAMP_RAISE && overflow != '0;
  assign unit_exp_o = {1'b0, ref_i} + (ExpBits+1)'(raised);
  assign below_o    = below != '0;

  for (genvar i = 0; i < Lanes; i++) begin : gen_lane
    gcim_fp_align_lane #(
      .ExpBits(ExpBits), .SigBits(SigBits), .AlignedBits(AlignedBits), .Guard(Guard)
    ) u_lane (
      .quant_i, .sticky_i, .far_i, .symmetric_i(symmetric), .sign_i(sign_i[i]),
      .exp_i(exp_i[i*ExpBits +: ExpBits]), .sig_i(sig_i[i*SigBits +: SigBits]), .ref_i,
      .raised_i(raised), .overflow_o(overflow[i]), .q_o(q_o[i*AlignedBits +: AlignedBits]),
      .lost_o(lost_o[i]), .clamped_o(clamped_o[i]), .below_o(below[i])
    );
  end

endmodule

`default_nettype wire
