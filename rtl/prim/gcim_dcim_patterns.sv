// gcim_dcim_patterns: column tree of gcim_dcim_macro for frequent patterns: bit j of all lanes is
// counted by a tree of its own, with weight 2^j. Combinational.
// Meaning: cmodel/unit/dcim_macro.c; algorithm: cmodel/unit/dcim_macro.def, 23.
`default_nettype none

module gcim_dcim_patterns #(
  parameter  int Lanes   = 65,
  parameter  int Width   = 4,                           // bits per lane
  parameter  int Size    = 4,                           // lanes per group, 1..6
  parameter  int Limit   = 1,                           // most ones the small tree counts
  parameter  int Set     = 65535,                       // frequent patterns 0..15; above: all
  parameter  int Policy  = gcim_pkg::SELECT,            // or gcim_pkg::LOSSY
  localparam int SumBits = Width + $clog2(Lanes)
) (
  input  wire logic [Lanes*Width-1:0] data_i,           // lane p at [p*Width +: Width]
  output      logic [SumBits-1:0]     sum_o
);

  localparam int Groups    = (Lanes + Size - 1) / Size;
  localparam int CountBits = $clog2(Lanes + 1);

  logic [Width*CountBits-1:0] counts;

  function automatic logic [Lanes-1:0] bits_of(input logic [Lanes*Width-1:0] data, input int j);
    for (int p = 0; p < Lanes; p++) begin
      bits_of[p] = data[p*Width + j];
    end
  endfunction

  for (genvar j = 0; j < Width; j++) begin : gen_bit
    logic [Groups-1:0]    unused_hit;
    logic [CountBits-1:0] unused_small;

    gcim_apx_patterns #(
      .Lanes(Lanes), .Size(Size), .Limit(Limit), .Set0(Set), .Set1(65535), .Set2(65535),
      .Set3(65535), .Policy(Policy)
    ) u_patterns (
      .data_i(bits_of(data_i, j)), .sum_o(counts[j*CountBits +: CountBits]),
      .hit_o(unused_hit), .small_o(unused_small)
    );
  end

  always_comb begin
    sum_o = '0;
    for (int b = 0; b < Width; b++) begin
      sum_o = sum_o + (SumBits'(counts[b*CountBits +: CountBits]) << b);
    end
  end

endmodule

`default_nettype wire
