// gcim_mx_aligned: one Microscaling block added to an accumulator that has an exponent.
// Combinational. Meaning: cmodel/unit/mx_acc.def, 6 and 7.
`default_nettype none

module gcim_mx_aligned #(
  parameter int Acc     = gcim_pkg::MX_ACC_MAXFIRST,   // or gcim_pkg::MX_ACC_RUNNING
  parameter int SumBits = 21,                          // of the block
  parameter int AccBits = 32,                          // SumBits or more
  parameter int ExpBits = 10                           // of the exponents, from 8
) (
  input  wire logic [2:0]         quant_i,             // gcim_pkg::RND_*
  input  wire logic               cutoff_i,            // 1: by AccBits or more: 0
  input  wire logic               sat_i,               // gcim_pkg::FIT_*
  input  wire logic               first_i,             // exp_i does not count
  input  wire logic [SumBits-1:0] sum_i,               // of the block, signed
  input  wire logic [ExpBits-1:0] sum_exp_i,           // of the block, signed
  input  wire logic [ExpBits-1:0] ref_i,               // MX_ACC_MAXFIRST: exponent of a first block
  input  wire logic [AccBits-1:0] acc_i,               // signed; 0 with a first block
  input  wire logic [ExpBits-1:0] exp_i,               // of the accumulator, signed
  output      logic [AccBits-1:0] acc_o,
  output      logic [ExpBits-1:0] exp_o,
  output      logic               ovf_o,               // out of range
  output      logic               lost_o,              // bits were cut off
  output      logic               below_o              // above the exponent that came first
);

  localparam bit Running  = Acc == gcim_pkg::MX_ACC_RUNNING;
  localparam int DiffBits = ExpBits + 1;

  // How far the block is below the accumulator.
  logic [ExpBits-1:0]  exp;
  logic [DiffBits-1:0] distance;
  logic                raised;

  assign exp      = !first_i ? exp_i : Running ? sum_exp_i : ref_i;
  assign distance = DiffBits'($signed(exp)) - DiffBits'($signed(sum_exp_i));
  assign raised   = distance[DiffBits-1];
  assign below_o  = !Running && raised;
  assign exp_o    = Running && raised ? sum_exp_i : exp;

  // One of the two is shifted: the block, or an accumulator below it.
  logic                move_acc, far;
  logic [DiffBits-1:0] amount;
  logic [AccBits-1:0]  block, operand, rounded, moved, a, q;

  assign move_acc = Running && raised;
  assign amount   = !raised ? distance : Running ? -distance : '0;
  assign block    = AccBits'($signed(sum_i));
  assign operand  = move_acc ? acc_i : block;

  gcim_round_shift #(.Width(AccBits), .DropBits(DiffBits)) u_shift (
    .value_i(operand), .drop_i(amount), .mode_i(quant_i), .value_o(rounded), .inexact_o(lost_o)
  );

  assign far   = cutoff_i && amount >= DiffBits'(AccBits);
  assign moved = far ? '0 : rounded;
  assign a     = move_acc ? moved : acc_i;
  assign q     = move_acc ? block : moved;

  // Sum.
  logic [AccBits:0] sum;

  assign sum = (AccBits+1)'($signed(a)) + (AccBits+1)'($signed(q));

  gcim_fit #(.InWidth(AccBits + 1), .OutWidth(AccBits)) u_fit (
    .value_i(sum), .sat_i, .value_o(acc_o), .overflow_o(ovf_o)
  );

  if (Running) begin : gen_no_ref
    logic unused;
    assign unused = ^ref_i;
  end

endmodule

`default_nettype wire
