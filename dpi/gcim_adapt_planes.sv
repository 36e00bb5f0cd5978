// gcim_adapt_planes: words that arrive as bit-planes or digits, one per beat, collected into whole
// words. fire_o = 1 in the beat that completes them (all Planes beats, or earlier by last_i);
// word_o is whole in that beat.
`default_nettype none

module gcim_adapt_planes #(
  parameter  int Lanes    = 8,
  parameter  int Bits     = 8,      // bits of a whole lane
  parameter  int Digit    = 1,      // bits per lane and beat: 1 (bit-planes), 2, 4
  parameter  bit MsbFirst = 1'b0,
  localparam int Planes  = (Bits + Digit - 1) / Digit
) (
  input  wire logic                   clk_i,
  input  wire logic                   rst_ni,
  input  wire logic                   valid_i,   // a plane at this edge
  // the word ends here although planes are missing; else 0
  input  wire logic                   last_i,
  input  wire logic [Lanes*Digit-1:0] plane_i,   // lane 0 in the low bits
  output      logic                   fire_o,
  // LSB first: missing planes are 0; MSB first: what came is right-aligned
  output      logic [Lanes*Bits-1:0]  word_o
);

  logic [Lanes*Bits-1:0] held_q;
  logic [7:0]            count_q;

  assign fire_o = valid_i && (last_i || count_q == 8'(Planes - 1));

  for (genvar l = 0; l < Lanes; l++) begin : gen_lane
    wire [Bits-1:0]  held = held_q[l*Bits +: Bits];
    wire [Digit-1:0] digit = plane_i[l*Digit +: Digit];
    assign word_o[l*Bits +: Bits] = MsbFirst ? Bits'({held, digit})
                                             : held | (Bits'(digit) << (count_q * 8'(Digit)));
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      held_q  <= '0;
      count_q <= '0;
    end else if (valid_i) begin
      held_q  <= fire_o ? '0 : word_o;
      count_q <= fire_o ? '0 : count_q + 8'd1;
    end
  end

endmodule

`default_nettype wire
