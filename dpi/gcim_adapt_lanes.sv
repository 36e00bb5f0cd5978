// gcim_adapt_lanes: a DUT's word of lanes as the card wants it: packing, order, inverted lines,
// number format, cut. Combinational. In order: lines are inverted, the lane is picked, its bits
// reversed, its format read, its weight applied.
`default_nettype none

module gcim_adapt_lanes #(
  parameter int Lanes        = 1,
  parameter int InBits       = 8,       // bits of a lane at the DUT
  // bits of a lane by the card: extended by the format, or cut
  parameter int OutBits      = InBits,
  // distance between lanes at the DUT; what lies between is ignored
  parameter int Stride       = InBits,
  // the DUT's lowest bit is bit Low of the card's lane (DUT shows value >> Low)
  parameter int Low          = 0,
  // 0 two's complement, 1 unsigned, 2 sign-magnitude, 3 offset binary, 4 ones' complement
  parameter int Format       = 0,
  // all lanes' bit 0 first: bit b of lane l is in_i[b*Lanes + l]
  parameter bit BitMajor     = 1'b0,
  parameter bit ReverseLanes = 1'b0,    // lane 0 in the high bits
  parameter bit ReverseBits  = 1'b0,    // bit 0 of a lane in its high bit
  parameter bit Invert       = 1'b0     // active-low lines
) (
  input  wire logic [Lanes*Stride-1:0]  in_i,
  output      logic [Lanes*OutBits-1:0] out_o
);

  localparam int Wide = InBits + OutBits + 1;

  if (InBits > Stride) begin : gen_bad_stride
    stride_holds_a_lane u_error ();
  end

  for (genvar l = 0; l < Lanes; l++) begin : gen_lane
    localparam int From = ReverseLanes ? Lanes - 1 - l : l;
    wire [InBits-1:0] raw;
    wire [Wide-1:0]   plain, low_part, value;
    wire              sign;
    for (genvar b = 0; b < InBits; b++) begin : gen_bit
      localparam int At = ReverseBits ? InBits - 1 - b : b;
      assign raw[b] = Invert ^ (BitMajor ? in_i[(At*Lanes + From) % (Lanes*Stride)]
                                         : in_i[From*Stride + At]);
    end
    assign sign = raw[InBits-1];
    assign plain = Wide'(raw);
    assign low_part = plain - (sign ? Wide'(1) << (InBits-1) : Wide'(0));   // without the top bit
    assign value = Format == 1 ? plain
                 : Format == 2 ? (sign ? -low_part : low_part)
                 : Format == 3 ? plain - (Wide'(1) << (InBits-1))
                 : Format == 4 ? plain - (sign ? (Wide'(1) << InBits) - Wide'(1) : Wide'(0))
                 :               plain - (sign ? Wide'(1) << InBits : Wide'(0));
    assign out_o[l*OutBits +: OutBits] = OutBits'(value << Low);
  end

endmodule

`default_nettype wire
