// gcim_apx_pattern_replay: number of ones by a small tree for frequent patterns; groups that it
// misses are replayed through the full tree. A result shows 2 + (edges of replay) edges later.
// Meaning: cmodel/unit/apx_pattern_replay.c. Parameters, ports, cycles:
// cmodel/unit/apx_pattern_replay.def.
`default_nettype none

module gcim_apx_pattern_replay #(
  parameter  int Lanes     = 64,                       // one-bit products, 1..1024
  parameter  int Size      = 4,                        // bits per group, 1..6
  parameter  int Limit     = 1,                        // most ones the small tree counts, 0..6
  parameter  int Set0      = 65535,                    // frequent patterns 0..15
  parameter  int Set1      = 65535,                    // 16..31
  parameter  int Set2      = 65535,                    // 32..47
  parameter  int Set3      = 65535,                    // 48..63
  parameter  int Replay    = gcim_pkg::REPLAY_GROUP,   // or gcim_pkg::REPLAY_ALL
  localparam int Groups    = (Lanes + Size - 1) / Size,
  localparam int SumBits   = $clog2(Lanes + 1),
  localparam int HitBits   = $clog2(Groups + 1),
  localparam int CycleBits = $clog2(Groups + 2)
) (
  input  wire logic                 clk_i,
  input  wire logic                 rst_ni,            // asynchronous, active low
  // st: start a count
  input  wire logic                 st_valid_i,
  output      logic                 st_ready_o,
  input  wire logic [Lanes-1:0]     st_data_i,
  // rs: result of st
  output      logic                 rs_valid_o,
  input  wire logic                 rs_ready_i,
  output      logic [SumBits-1:0]   rs_sum_o,
  output      logic [CycleBits-1:0] rs_cycles_o,
  output      logic [HitBits-1:0]   rs_hits_o,
  output      logic [Groups-1:0]    tap_open,          // groups that still miss
  output      logic [SumBits-1:0]   tap_partial        // counted so far
);

  localparam int Counts = Limit == 0 ? 1 : Limit < Size ? Limit : Size;

  logic                 run_q, rs_valid_q;
  logic [Lanes-1:0]     data_q;
  logic [Groups-1:0]    open_q;
  logic [SumBits-1:0]   sum_q;
  logic [CycleBits-1:0] cycles_q;
  logic [HitBits-1:0]   hits_q;

  logic                     start, replay;
  logic [Groups-1:0]        hit, lowest, chosen;
  logic [Counts*Groups-1:0] few;
  logic [SumBits-1:0]       hit_sum, full_sum;
  logic [HitBits-1:0]       hits;
  logic [Lanes-1:0]         replayed;

  // At the start: frequent groups through the small tree.
  gcim_apx_groups #(
    .Lanes(Lanes), .Size(Size), .Limit(Limit), .Set0(Set0), .Set1(Set1), .Set2(Set2), .Set3(Set3)
  ) u_groups (
    .data_i(st_data_i), .hit_o(hit), .small_o(few)
  );

  gcim_popcount #(.Width(Counts*Groups), .CountBits(SumBits)) u_small (
    .data_i(few & {Counts{hit}}), .count_o(hit_sum)
  );
  gcim_popcount #(.Width(Groups)) u_hits (.data_i(hit), .count_o(hits));

  // Replay: the lowest open group, or everything, through the full tree.
  assign lowest = open_q & -open_q;
  assign chosen = Replay == gcim_pkg::REPLAY_ALL ? '1 : lowest;
  assign replay = open_q != '0;

  gcim_apx_of_groups #(.Lanes(Lanes), .Size(Size)) u_replayed (
    .data_i(data_q), .group_i(chosen), .data_o(replayed)
  );
  gcim_popcount #(.Width(Lanes)) u_full (.data_i(replayed), .count_o(full_sum));

  assign start = st_valid_i && st_ready_o;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      run_q      <= 1'b0;
      rs_valid_q <= 1'b0;
    end else begin
      run_q      <= start || (run_q && replay);
      rs_valid_q <= (run_q && !replay) || (rs_valid_q && !rs_ready_i);
    end
  end

  always_ff @(posedge clk_i) begin
    if (start) begin
      data_q   <= st_data_i;
      open_q   <= ~hit;
      sum_q    <= hit_sum;
      hits_q   <= hits;
      cycles_q <= CycleBits'(1);
    end else if (run_q && replay) begin
      open_q   <= open_q & ~chosen;
      sum_q    <= Replay == gcim_pkg::REPLAY_ALL ? full_sum : sum_q + full_sum;
      cycles_q <= cycles_q + CycleBits'(1);
    end
  end

  assign st_ready_o  = !run_q && !rs_valid_q;
  assign rs_valid_o  = rs_valid_q;
  assign rs_sum_o    = sum_q;
  assign rs_cycles_o = cycles_q;
  assign rs_hits_o   = hits_q;
  assign tap_open    = open_q;
  assign tap_partial = sum_q;

endmodule

`default_nettype wire
