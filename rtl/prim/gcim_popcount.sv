// gcim_popcount: number of ones in a word. Combinational.
// Meaning: cmodel/unit/apx_popcount.c; used by the units apx_popcount and apx_pattern_*.
`default_nettype none

module gcim_popcount #(
  parameter int Width     = 16,                         // any from 1
  parameter int CountBits = $clog2(Width + 1)           // fewer: modulo 2^CountBits
) (
  input  wire logic [Width-1:0]     data_i,
  output      logic [CountBits-1:0] count_o
);

  localparam int Levels = $clog2(Width);
  localparam int Bits   = 1 << Levels;

  // The word of level l holds a count in every field of 2^l bits: that many bits below were 1. It
  // fits, so that no carry leaves a field and one addition of whole words adds all neighbours.
  for (genvar l = 0; l <= Levels; l++) begin : gen_level
    localparam int Kept = l == Levels && CountBits < Bits ? CountBits : Bits;
    logic [Kept-1:0] word;

    if (l == 0) begin : gen_leaf
      assign word = Kept'(data_i);
    end else begin : gen_add
      localparam int Half = 1 << (l-1);
      localparam logic [Bits-1:0] Lower = {(Bits/(2*Half)){{Half{1'b0}}, {Half{1'b1}}}};
      assign word = Kept'((gen_level[l-1].word & Lower)
                          + ((gen_level[l-1].word >> Half) & Lower));
    end
  end

  assign count_o = CountBits'(gen_level[Levels].word);

endmodule

`default_nettype wire
