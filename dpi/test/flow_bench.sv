// flow_bench: a foreign adder (lanes reversed, offset binary, 7 edges late, result >> 1 held for
// two edges) under the flow checker. +wrong flips a shown result bit, +hidden one that is not
// shown, +mute answers no more after 10 transactions, +moving changes the result inside its window,
// +extra answers once unasked, +idle drives nothing.
`timescale 1ns/1ps
`default_nettype none

module flow_bench;

  localparam int Latency = 7;

  logic        clk = 1'b0;
  logic        rst_n = 1'b1;
  logic        go = 1'b0;
  logic [11:0] lines = '0;            // lane 2 in the low bits, each value + 8
  logic [31:0] state = 32'd1;
  int          cycles = 0;
  int          asked = 0;
  logic        wrong, hidden, mute, moving, extra, idle;

  initial begin
    wrong = $test$plusargs("wrong") != 0;
    hidden = $test$plusargs("hidden") != 0;
    mute = $test$plusargs("mute") != 0;
    moving = $test$plusargs("moving") != 0;
    extra = $test$plusargs("extra") != 0;
    idle = $test$plusargs("idle") != 0;
  end

  always #5 clk = ~clk;

  always @(negedge clk) begin
    cycles <= cycles + 1;
    state <= state * 32'd1664525 + 32'd1013904223;
    rst_n <= cycles > 2;
    go <= cycles > 4 && cycles < 180 && cycles % 3 == 0 && state[31] && !idle;
    lines <= state[30:19];
    if (cycles == 200) begin
      $finish;
    end
  end

  // the DUT
  logic [Latency-1:0] going;
  logic [6:0]         sums [Latency];
  logic [4:0]         y;
  logic               y_valid;

  always_ff @(posedge clk or negedge rst_n) begin
    if (!rst_n) begin
      going <= '0;
    end else begin
      going <= {going[Latency-2:0], go};
      asked <= asked + 32'(go);
      sums[0] <= 7'(lines[3:0]) + 7'(lines[7:4]) + 7'(lines[11:8]) - 7'd24;
      for (int i = 1; i < Latency; i++) begin
        sums[i] <= sums[i-1];
      end
    end
  end

  logic [5:0] shown;
  always_ff @(posedge clk) begin
    if (going[Latency-2]) begin
      shown <= sums[Latency-2][6:1];
    end else if (moving && asked > 10) begin
      shown <= ~shown;
    end
  end
  assign y_valid = (going[Latency-1] && !(mute && asked > 10)) || (extra && cycles == 190);
  assign y = shown[4:0] ^ 5'(wrong) ^ (hidden ? 5'h10 : 5'h00);

  // the glue
  wire [11:0] data;
  wire [4:0]  word;
  wire [6:0]  sum;
  wire        sample, unstable;
  gcim_adapt_lanes #(.Lanes(3), .InBits(4), .Format(3), .ReverseLanes(1'b1)) u_in (
    .in_i(lines), .out_o(data));
  gcim_adapt_result #(.Bits(5), .Window(2)) u_when (
    .clk_i(clk), .rst_ni(rst_n), .valid_i(y_valid), .data_i(y), .fire_o(sample), .data_o(word),
    .unstable_o(unstable)
  );
  gcim_adapt_lanes #(.InBits(5), .OutBits(7), .Low(1)) u_out (.in_i(word), .out_o(sum));

  gcim_add_tree_flow #(
    .Lanes(3), .Width(4), .MaxLatency(Latency + 1), .SumShownLow(1), .SumShownBits(4)
  ) u_flow (
    .clk_i(clk), .rst_ni(rst_n),
    .in_fire_i(go), .is_signed_i(1'b1), .data_i(data),
    .out_fire_i(sample), .sum_o(sum),
    .fault_i(unstable)
  );

endmodule

`default_nettype wire
