// gcim_fp_gather: values of groups added as integers, exactly or cut to the largest group's unit.
// Combinational. Meaning: cmodel/unit/fp_dot.def, 10 (ACC_EXACT, ACC_ALIGNED).
`default_nettype none

module gcim_fp_gather #(
  parameter  int Groups   = 2,                         // any number from 1
  parameter  int AccBits  = 28,
  parameter  int UnitBits = 7,                         // of a unit's exponent, unsigned
  parameter  int MaxUnit  = 64,                        // largest exponent of a unit
  // Exact: every group shifted by its exponent, MaxUnit at most, and $clog2(Groups) carries.
  localparam int SumBits  = AccBits + MaxUnit + $clog2(Groups)
) (
  input  wire logic                       aligned_i,   // 0: exact
  input  wire logic [2:0]                 quant_i,     // gcim_pkg::RND_*
  input  wire logic [Groups*AccBits-1:0]  acc_i,       // signed, group 0 in the low bits
  input  wire logic [Groups*UnitBits-1:0] unit_i,
  output      logic [SumBits-1:0]         sum_o,       // signed
  output      logic [UnitBits-1:0]        unit_o,      // of the sum
  output      logic                       lost_o       // aligned: bits of a group were cut
);

  localparam int WideBits = AccBits + MaxUnit;
  localparam int CutBits  = AccBits + $clog2(Groups);  // of the sum of cut groups

  logic [Groups-1:0]          nonzero, inexact;
  logic [UnitBits-1:0]        largest;
  logic                       any;
  logic [Groups*WideBits-1:0] wide;
  logic [Groups*AccBits-1:0]  cut;
  logic [SumBits-1:0]         wide_sum;
  logic [CutBits-1:0]         cut_sum;

  gcim_fp_max #(.Lanes(Groups), .Width(UnitBits)) u_max (
    .data_i(unit_i), .counts_i(nonzero), .max_o(largest), .any_o(any)
  );

  for (genvar g = 0; g < Groups; g++) begin : gen_group
    logic [AccBits-1:0]  acc;
    logic [UnitBits-1:0] own, drop;

    assign acc        = acc_i[g*AccBits +: AccBits];
    assign own        = unit_i[g*UnitBits +: UnitBits];
    assign nonzero[g] = acc != '0;
    assign drop       = nonzero[g] ? largest - own : '0;

    assign wide[g*WideBits +: WideBits] = WideBits'($signed(acc)) << own;

    gcim_round_shift #(.Width(AccBits), .DropBits(UnitBits)) u_cut (
      .value_i(acc), .drop_i(drop), .mode_i(quant_i), .value_o(cut[g*AccBits +: AccBits]),
      .inexact_o(inexact[g])
    );
  end

  gcim_fp_sum #(.Lanes(Groups), .Width(WideBits)) u_wide (.data_i(wide), .sum_o(wide_sum));
  gcim_fp_sum #(.Lanes(Groups), .Width(AccBits)) u_cut (.data_i(cut), .sum_o(cut_sum));

  assign sum_o  = aligned_i ? SumBits'($signed(cut_sum)) : wide_sum;
  assign unit_o = aligned_i ? largest : '0;
  assign lost_o = aligned_i && inexact != '0;

  logic unused;
  assign unused = any;

endmodule

`default_nettype wire
