// gcim_add_tree: exact sum of Lanes words, signed or unsigned per transaction. Latency edges.
// Meaning: cmodel/unit/add_tree.c. Parameters, ports and cycles: cmodel/unit/add_tree.def.
`default_nettype none

module gcim_add_tree #(
  parameter  int Lanes        = 8,                     // words per transaction, 1..1024
  parameter  int Width        = 8,                     // bits per word, 1..32
  parameter  int LevelsPerReg = 0,                     // 0: a register at the end only
  parameter  int Topology     = gcim_pkg::BINARY,      // or gcim_pkg::CARRY_SAVE
  localparam int Levels       = $clog2(Lanes),
  localparam int SumBits      = Width + Levels + 1,    // exact for both signs
  localparam int Latency      = gcim_pkg::tree_regs(Levels, LevelsPerReg)
) (
  input  wire logic                   clk_i,
  input  wire logic                   rst_ni,          // asynchronous, active low
  input  wire logic                   valid_i,
  input  wire logic                   is_signed_i,
  input  wire logic [Lanes*Width-1:0] data_i,          // lane 0 in the low bits
  output      logic                   valid_o,
  output      logic [SumBits-1:0]     sum_o,
  output      logic [2*SumBits-1:0]   tap_half_sums    // {upper, lower}
);

  logic [Latency-1:0] valid_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_q <= '0;
    end else begin
      valid_q <= Latency'({valid_q, valid_i});
    end
  end

  gcim_tree #(
    .Lanes(Lanes), .Width(Width), .LevelsPerReg(LevelsPerReg), .Topology(Topology)
  ) u_tree (
    .clk_i, .en_i(1'b1), .is_signed_i, .data_i, .sum_o, .half_sums_o(tap_half_sums)
  );

  assign valid_o = valid_q[Latency-1];

endmodule

`default_nettype wire
