// gcim_fp_emax: largest exponent of a group, exact or the upper edge of its segment. Latency 1.
// Meaning: cmodel/unit/fp_emax.c. Parameters, ports and cycles: cmodel/unit/fp_emax.def.
`default_nettype none

module gcim_fp_emax #(
  parameter int Lanes   = 8,                           // 1..1024
  parameter int ExpBits = 5,                           // 1..12
  parameter int Segment = 0                            // low exponent bits that are not compared
) (
  input  wire logic                     clk_i,
  input  wire logic                     rst_ni,        // asynchronous, active low
  input  wire logic                     valid_i,
  input  wire logic                     zeros_i,       // 1: every lane counts
  input  wire logic [Lanes*ExpBits-1:0] exp_i,         // lane 0 in the low bits
  input  wire logic [Lanes-1:0]         nonzero_i,
  output      logic                     valid_o,
  output      logic [ExpBits-1:0]       max_o,
  output      logic                     any_o,
  output      logic [ExpBits-1:0]       tap_max        // before the edge
);

  if (Segment >= ExpBits) begin : gen_bad_segment
    segment_below_exponent u_error ();
  end

  logic [Lanes-1:0]   counts;
  logic [ExpBits-1:0] upper, largest;
  logic               any;

  assign counts = zeros_i ? {Lanes{1'b1}} : nonzero_i;

  gcim_fp_edge #(.Lanes(Lanes), .ExpBits(ExpBits), .Segment(Segment)) u_edge (
    .exp_i, .counts_i(counts), .edge_o(upper), .max_o(largest), .any_o(any)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_o <= 1'b0;
    end else begin
      valid_o <= valid_i;
    end
  end

  always_ff @(posedge clk_i) begin
    max_o   <= upper;
    any_o   <= any;
    tap_max <= largest;
  end

endmodule

`default_nettype wire
