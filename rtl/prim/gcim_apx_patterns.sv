// gcim_apx_patterns: number of ones by a small tree for frequent patterns and a full tree.
// Combinational. Meaning: cmodel/unit/apx_pattern_tree.c; algorithm:
// cmodel/unit/apx_pattern_tree.def, 5..9; used by the units apx_pattern_tree and dcim_macro.
`default_nettype none

module gcim_apx_patterns #(
  parameter  int Lanes   = 64,
  parameter  int Size    = 4,                           // bits per group, 1..6
  parameter  int Limit   = 1,                           // most ones the small tree counts
  parameter  int Set0    = 65535,                       // frequent patterns 0..15
  parameter  int Set1    = 65535,                       // 16..31
  parameter  int Set2    = 65535,                       // 32..47
  parameter  int Set3    = 65535,                       // 48..63
  parameter  int Policy  = gcim_pkg::SELECT,            // or gcim_pkg::LOSSY
  localparam int Groups  = (Lanes + Size - 1) / Size,
  localparam int SumBits = $clog2(Lanes + 1)
) (
  input  wire logic [Lanes-1:0]   data_i,
  output      logic [SumBits-1:0] sum_o,
  output      logic [Groups-1:0]  hit_o,                // the group's pattern is frequent
  output      logic [SumBits-1:0] small_o               // the small tree over all groups
);

  localparam int Counts = Limit == 0 ? 1 : Limit < Size ? Limit : Size;

  logic [Groups-1:0]        hit;
  logic [Counts*Groups-1:0] few;
  logic [SumBits-1:0]       small_sum;

  gcim_apx_groups #(
    .Lanes(Lanes), .Size(Size), .Limit(Limit), .Set0(Set0), .Set1(Set1), .Set2(Set2), .Set3(Set3)
  ) u_groups (
    .data_i, .hit_o(hit), .small_o(few)
  );

  gcim_popcount #(.Width(Counts*Groups), .CountBits(SumBits)) u_small (
    .data_i(few), .count_o(small_sum)
  );

  if (Policy == gcim_pkg::SELECT) begin : gen_select
    logic [Lanes-1:0]   missed;
    logic [SumBits-1:0] hit_sum, missed_sum;

    gcim_popcount #(.Width(Counts*Groups), .CountBits(SumBits)) u_hit_sum (
      .data_i(few & {Counts{hit}}), .count_o(hit_sum)
    );
    gcim_apx_of_groups #(.Lanes(Lanes), .Size(Size)) u_missed (
      .data_i, .group_i(~hit), .data_o(missed)
    );
    gcim_popcount #(.Width(Lanes)) u_full (.data_i(missed), .count_o(missed_sum));
    assign sum_o = hit_sum + missed_sum;
  end else begin : gen_lossy
    assign sum_o = small_sum;
  end

  assign hit_o   = hit;
  assign small_o = small_sum;

endmodule

`default_nettype wire
