// net_bench: a printed tree under its checker. +bug flips a bit of the network's fingerprint
// between DUT and checker: red at the first edge, under reset, before a transaction.
`timescale 1ns/1ps
`default_nettype none

module net_bench;

  localparam int Lanes   = 15;                         // apx_tree, configuration single_bit
  localparam int SumBits = 4 + 1;

  logic                 clk = 1'b0;
  logic                 rst_n = 1'b0;
  logic                 valid = 1'b0;
  logic [Lanes-1:0]     data = '0;
  logic                 valid_o;
  logic [SumBits-1:0]   sum;
  logic [2*SumBits-1:0] rows;
  logic [63:0]          fingerprint, shown;
  int                   cycles = 0;

  assign shown = $test$plusargs("bug") != 0 ? fingerprint ^ 64'd1 : fingerprint;

  always #5 clk = ~clk;

  always @(negedge clk) begin
    cycles <= cycles + 1;
    rst_n <= cycles > 2;
    valid <= cycles > 3 && cycles < 8;
    data <= data + Lanes'(4711);
    if (cycles == 3) begin
      $display("reset ends");
    end
    if (cycles == 10) begin
      $finish;
    end
  end

  gcim_apx_tree #(.Lanes(Lanes), .Width(1), .Topology(gcim_pkg::WALLACE)) u_dut (
    .clk_i(clk), .rst_ni(rst_n), .valid_i(valid), .sat_i(1'b0), .data_i(data),
    .valid_o(valid_o), .sum_o(sum), .tap_rows(rows), .tap_fingerprint(fingerprint)
  );

  gcim_apx_tree_check #(
    .Lanes(Lanes), .Width(1), .Topology(gcim_pkg::WALLACE), .TapMask(3)
  ) u_check (
    .clk_i(clk), .rst_ni(rst_n), .valid_i(valid), .sat_i(1'b0), .data_i(data),
    .valid_o(valid_o), .sum_o(sum), .tap_rows(rows), .tap_fingerprint(shown)
  );

endmodule

`default_nettype wire
