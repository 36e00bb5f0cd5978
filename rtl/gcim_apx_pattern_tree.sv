// gcim_apx_pattern_tree: number of ones by a small tree for frequent patterns and a full tree.
// Latency 1. Meaning: cmodel/unit/apx_pattern_tree.c. Parameters, ports and cycles:
// cmodel/unit/apx_pattern_tree.def.
`default_nettype none

module gcim_apx_pattern_tree #(
  parameter  int Lanes   = 64,                         // one-bit products, 1..1024
  parameter  int Size    = 4,                          // bits per group, 1..6
  parameter  int Limit   = 1,                          // most ones the small tree counts, 0..6
  parameter  int Set0    = 65535,                      // frequent patterns 0..15
  parameter  int Set1    = 65535,                      // 16..31
  parameter  int Set2    = 65535,                      // 32..47
  parameter  int Set3    = 65535,                      // 48..63
  parameter  int Policy  = gcim_pkg::SELECT,           // or gcim_pkg::LOSSY
  localparam int Groups  = (Lanes + Size - 1) / Size,
  localparam int SumBits = $clog2(Lanes + 1),
  localparam int HitBits = $clog2(Groups + 1)
) (
  input  wire logic               clk_i,
  input  wire logic               rst_ni,              // asynchronous, active low
  input  wire logic               valid_i,
  input  wire logic [Lanes-1:0]   data_i,
  output      logic               valid_o,
  output      logic [SumBits-1:0] sum_o,
  output      logic               miss_o,
  output      logic [HitBits-1:0] hits_o,
  output      logic [Groups-1:0]  tap_hit,
  output      logic [SumBits-1:0] tap_small            // the small tree over all groups
);

  logic [Groups-1:0]  hit;
  logic [SumBits-1:0] sum, small_sum;
  logic [HitBits-1:0] hits;

  gcim_apx_patterns #(
    .Lanes(Lanes), .Size(Size), .Limit(Limit), .Set0(Set0), .Set1(Set1), .Set2(Set2), .Set3(Set3),
    .Policy(Policy)
  ) u_patterns (
    .data_i, .sum_o(sum), .hit_o(hit), .small_o(small_sum)
  );
  gcim_popcount #(.Width(Groups)) u_hits (.data_i(hit), .count_o(hits));

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_o <= 1'b0;
    end else begin
      valid_o <= valid_i;
    end
  end

  always_ff @(posedge clk_i) begin
    sum_o     <= sum;
    miss_o    <= hit != {Groups{1'b1}};
    hits_o    <= hits;
    tap_hit   <= hit;
    tap_small <= small_sum;
  end

endmodule

`default_nettype wire
