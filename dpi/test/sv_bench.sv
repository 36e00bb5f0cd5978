// sv_bench: a bench without a C++ main: the checker beside the DUT judges in its final block. +idle
// drives no transaction, +bug flips a result bit between DUT and checker, +cycles=N.
`timescale 1ns/1ps
`default_nettype none

module sv_bench;

  logic        clk = 1'b0;
  logic        rst_n = 1'b1;
  logic        valid = 1'b0;
  logic        is_signed = 1'b0;
  logic [11:0] data = '0;
  logic        valid_o;
  logic [6:0]  sum;
  logic [13:0] halves;
  logic [31:0] state = 32'd1;
  logic        idle, bug;
  int          cycles = 0;

  initial begin
    idle = $test$plusargs("idle") != 0;
    bug = $test$plusargs("bug") != 0;
  end

  always #5 clk = ~clk;

  always @(negedge clk) begin
    cycles <= cycles + 1;
    state <= state * 32'd1664525 + 32'd1013904223;
    rst_n <= cycles > 2;
    valid <= cycles > 3 && cycles < 95 && !idle && state[31];
    is_signed <= state[30];
    data <= state[29:18];
    if (cycles == 100) begin
      $finish;
    end
  end

  gcim_add_tree #(.Lanes(3), .Width(4)) u_dut (
    .clk_i(clk), .rst_ni(rst_n), .valid_i(valid), .is_signed_i(is_signed), .data_i(data),
    .valid_o(valid_o), .sum_o(sum), .tap_half_sums(halves)
  );

  gcim_add_tree_check #(.Lanes(3), .Width(4), .TapMask(1)) u_check (
    .clk_i(clk), .rst_ni(rst_n), .valid_i(valid), .is_signed_i(is_signed), .data_i(data),
    .valid_o(valid_o), .sum_o(sum ^ 7'(bug)), .tap_half_sums(halves)
  );

endmodule

`default_nettype wire
