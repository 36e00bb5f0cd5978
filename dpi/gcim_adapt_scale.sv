// gcim_adapt_scale: another unit of the result: lane = DUT's lane * Scale + offset_i, modulo
// 2^OutBits. Combinational. A popcount of matches p over N rows is the bipolar dot product 2 * p -
// N: Scale = 2, offset_i = -N.
`default_nettype none

module gcim_adapt_scale #(
  parameter int Lanes    = 1,
  parameter int InBits   = 8,
  parameter int OutBits  = 16,
  parameter bit InSigned = 1'b1,
  parameter int Scale    = 1
) (
  input  wire logic [Lanes*InBits-1:0]  in_i,
  // two's complement; one for all lanes, may change with the tile
  input  wire logic [OutBits-1:0]       offset_i,
  output      logic [Lanes*OutBits-1:0] out_o
);

  localparam int Wide = InBits + OutBits + 33;

  for (genvar l = 0; l < Lanes; l++) begin : gen_lane
    wire [InBits-1:0] raw = in_i[l*InBits +: InBits];
    wire [Wide-1:0]   value = {{(Wide-InBits){InSigned & raw[InBits-1]}}, raw};
    assign out_o[l*OutBits +: OutBits] = OutBits'(value * Wide'($signed(Scale))) + offset_i;
  end

endmodule

`default_nettype wire
