// gcim_apx_popcount: approximate number of ones among Lanes bits. Latency 1.
// Meaning: cmodel/unit/apx_popcount.c. Parameters, ports and cycles: cmodel/unit/apx_popcount.def.
`default_nettype none

module gcim_apx_popcount #(
  parameter  int Lanes     = 16,                       // bits, 1..1024
  parameter  int Kind      = gcim_pkg::POP_SINGLE,
  parameter  int Pattern1  = 0,                        // first level: 0: AND first, 1: OR first
  parameter  int Pattern2  = 0,                        // second level
  parameter  int SatBits   = 4,                        // POP_SATURATE: bits of the counter, 1..10
  localparam int CountBits = $clog2(Lanes + 1),
  localparam int Pairs     = (Lanes + 1) / 2           // with the bit left over
) (
  input  wire logic                 clk_i,
  input  wire logic                 rst_ni,            // asynchronous, active low
  input  wire logic                 valid_i,
  input  wire logic [Lanes-1:0]     data_i,
  output      logic                 valid_o,
  output      logic [CountBits-1:0] count_o,
  output      logic [Pairs-1:0]     tap_pairs
);

  localparam int FullPairs = Lanes / 2;
  localparam int Quads     = FullPairs > 1 ? (FullPairs + 1) / 2 : 1;
  localparam int SatLimit  = SatBits < CountBits ? (1 << SatBits) - 1 : Lanes;

  localparam logic [Lanes-1:0] PairMask = ~({Lanes{1'b1}} << FullPairs);
  localparam logic [Lanes-1:0] QuadMask = ~({Lanes{1'b1}} << (FullPairs / 2));

  logic [Pairs-1:0]     pairs;
  logic [Quads-1:0]     quads;                         // pairs of full pairs
  logic                 left, left_pair;               // without a neighbour in its level
  logic [Lanes-1:0]     counted;                       // of equal weight
  logic [CountBits-1:0] ones, count;

  if (Kind == gcim_pkg::POP_SINGLE || Kind == gcim_pkg::POP_DOUBLE
      || Kind == gcim_pkg::POP_OR) begin : gen_pairs
    gcim_apx_pairs #(
      .Width(Lanes), .Pattern(Kind == gcim_pkg::POP_OR ? 2 : Pattern1)
    ) u_pairs (
      .data_i, .pairs_o(pairs)
    );
  end else begin : gen_no_pairs
    assign pairs = '0;
  end

  if (Kind == gcim_pkg::POP_DOUBLE && FullPairs > 0) begin : gen_quads
    gcim_apx_pairs #(.Width(FullPairs), .Pattern(Pattern2)) u_quads (
      .data_i(pairs[FullPairs-1:0]), .pairs_o(quads)
    );
  end else begin : gen_no_quads
    assign quads = '0;
  end

  assign left      = Lanes % 2 != 0 && data_i[Lanes-1];
  assign left_pair = FullPairs % 2 != 0 && quads[Quads-1];

  always_comb begin
    case (Kind)
      gcim_pkg::POP_SINGLE: counted = Lanes'(pairs) & PairMask;
      gcim_pkg::POP_DOUBLE: counted = Lanes'(quads) & QuadMask;
      gcim_pkg::POP_OR:     counted = Lanes'(pairs);
      default:              counted = data_i;
    endcase
  end

  gcim_popcount #(.Width(Lanes)) u_ones (.data_i(counted), .count_o(ones));

  // What is left over weighs less than a pair: it is a bit of the count below the ones.
  always_comb begin
    case (Kind)
      gcim_pkg::POP_SINGLE:   count = CountBits'({ones, left});
      gcim_pkg::POP_DOUBLE:   count = CountBits'({ones, left_pair, left});
      gcim_pkg::POP_ANY:      count = CountBits'(data_i != '0);
      gcim_pkg::POP_SATURATE: count = ones >= CountBits'(SatLimit) ? CountBits'(SatLimit) : ones;
      default:                count = ones;
    endcase
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_o <= 1'b0;
    end else begin
      valid_o <= valid_i;
    end
  end

  always_ff @(posedge clk_i) begin
    count_o   <= count;
    tap_pairs <= pairs;
  end

endmodule

`default_nettype wire
