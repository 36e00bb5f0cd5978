// gcim_adapt_sum: partial results that a DUT leaves to the outside (one popcount per bit-plane),
// weighted and added. LSB first: the k-th beat counts 2^(k*Step); MSB first: what came before is
// shifted by Step. fire_o = 1 in the beat of last_i; sum_o is whole in that beat.
`default_nettype none

module gcim_adapt_sum #(
  parameter int Lanes    = 1,
  parameter int InBits   = 8,
  parameter int OutBits  = 16,
  parameter bit InSigned = 1'b0,
  parameter int Step     = 1,
  parameter bit MsbFirst = 1'b0
) (
  input  wire logic                     clk_i,
  input  wire logic                     rst_ni,
  input  wire logic                     valid_i,
  input  wire logic                     last_i,       // the last part of this result
  input  wire logic                     negative_i,   // this part counts negative (the sign plane)
  input  wire logic [Lanes*InBits-1:0]  part_i,
  output      logic                     fire_o,
  output      logic [Lanes*OutBits-1:0] sum_o
);

  logic [Lanes*OutBits-1:0] held_q;
  logic [7:0]               count_q;

  assign fire_o = valid_i && last_i;

  for (genvar l = 0; l < Lanes; l++) begin : gen_lane
    wire [InBits-1:0]         raw = part_i[l*InBits +: InBits];
    wire [InBits+OutBits-1:0] wide = {{OutBits{InSigned & raw[InBits-1]}}, raw};
    wire [OutBits-1:0]        part = OutBits'(negative_i ? -wide : wide);
    wire [OutBits-1:0]        held = held_q[l*OutBits +: OutBits];
    assign sum_o[l*OutBits +: OutBits] = MsbFirst ? (held << Step) + part
                                                  : held + (part << (count_q * 8'(Step)));
  end

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      held_q  <= '0;
      count_q <= '0;
    end else if (valid_i) begin
      held_q  <= fire_o ? '0 : sum_o;
      count_q <= fire_o ? '0 : count_q + 8'd1;
    end
  end

endmodule

`default_nettype wire
