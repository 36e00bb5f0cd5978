// gcim_fp_operand: decoded lanes of one operand of one group, aligned to their reference.
// Combinational. Meaning: cmodel/unit/fp_dot.def, 6 and 7.
`default_nettype none

module gcim_fp_operand #(
  parameter int Lanes       = 8,                       // any number from 1
  parameter int ExpBits     = 5,
  parameter int SigBits     = 11,                      // from 2
  parameter int AlignedBits = 12,                      // from 2
  parameter int Guard       = 2,
  parameter int Segment     = 0                        // below ExpBits
) (
  input  wire logic [2:0]                   quant_i,   // gcim_pkg::RND_*
  input  wire logic                         sticky_i,
  input  wire logic                         far_i,
  input  wire logic [1:0]                   clamp_i,   // gcim_pkg::CLAMP_*
  input  wire logic                         given_i,   // 1: the reference is ref_i
  input  wire logic [ExpBits-1:0]           ref_i,
  input  wire logic [Lanes-1:0]             sign_i,
  input  wire logic [Lanes*ExpBits-1:0]     exp_i,     // lane 0 in the low bits
  input  wire logic [Lanes*SigBits-1:0]     sig_i,
  input  wire logic [Lanes-1:0]             nonzero_i,
  output      logic [Lanes*AlignedBits-1:0] q_o,
  output      logic [ExpBits:0]             unit_o,
  output      logic                         lost_o,    // some lane
  output      logic                         clamped_o,
  output      logic                         below_o
);

  logic [ExpBits-1:0] upper, largest, reference;
  logic               any;
  logic [Lanes-1:0]   lost, clamped;

  gcim_fp_edge #(.Lanes(Lanes), .ExpBits(ExpBits), .Segment(Segment)) u_edge (
    .exp_i, .counts_i(nonzero_i), .edge_o(upper), .max_o(largest), .any_o(any)
  );

  assign reference = given_i ? ref_i : upper;

  gcim_fp_align_group #(
    .Lanes(Lanes), .ExpBits(ExpBits), .SigBits(SigBits), .AlignedBits(AlignedBits), .Guard(Guard)
  ) u_align (
    .quant_i, .sticky_i, .far_i, .clamp_i, .sign_i, .exp_i, .sig_i, .ref_i(reference), .q_o,
    .unit_exp_o(unit_o), .lost_o(lost), .clamped_o(clamped), .below_o
  );

  assign lost_o    = lost != '0;
  assign clamped_o = clamped != '0;

  logic unused;
  assign unused = any ^ (^largest);

endmodule

`default_nettype wire
