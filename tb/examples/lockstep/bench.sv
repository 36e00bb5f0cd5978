// A bench as small as it gets: it only moves the pins. The bound checker knows what must come back.
`timescale 1ns/1ps
module bench;

  reg clk = 0, rst = 0, we = 0, go = 0, add = 0, take = 0;
  reg [3:0] row = 0;
  reg [15:0] bl_n = 0;
  reg [47:0] vec_n = 0;
  wire w_ok, go_ok, done;
  wire [55:0] mac;
  wire [3:0] overflow;
  reg [63:0] a = 64'd88172645463325252;      // xorshift64: the same numbers on every simulator
  integer n = 0;

  acme_cim u_dut (.*);

  always #5 clk = ~clk;

  always @(negedge clk) begin
    a = a ^ (a << 13);
    a = a ^ (a >> 7);
    a = a ^ (a << 17);
    n <= n + 1;
    rst <= n < 3 || n == 1500;
    // all rows first, then now and then one (12..15 do not exist)
    we <= n > 5 && (n < 20 || a[3:0] == 0);
    row <= n < 22 ? 4'(n - 6) : a[7:4];
    bl_n <= a[23:8];
    go <= n > 25 && n < 2950 && n != 1500 && a[25:24] != 0;
    add <= a[27:26] != 0;
    vec_n <= a[28] ? 48'h888888888888 & {48{a[29]}} : {a[63:30], a[20:7]};
    take <= a[6] | a[30];
    if (n == 3000) $finish;
  end

endmodule
