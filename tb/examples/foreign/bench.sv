// Only moves the pins; the bound checker judges.
`timescale 1ns/1ps
module bench;

  reg ck = 0, clear = 1, wr = 0, bp_v = 0, bp_end = 0;
  reg [7:0] wl = 0, bp = 0;
  reg [15:0] bl_b = 0;
  wire q_v;
  wire [47:0] q;
  reg [63:0] a = 64'd88172645463325252;      // xorshift64: the same numbers on every simulator
  integer n = 0, plane = 0;

  zeta_mvm u_dut (.*);

  always #5 ck = ~ck;

  always @(negedge ck) begin
    a = a ^ (a << 13);
    a = a ^ (a >> 7);
    a = a ^ (a << 17);
    n <= n + 1;
    clear <= n < 3;
    wr <= (n > 5 && n < 14) || (n > 400 && n % 500 < 8 && n < 2900);
    wl <= n < 14 ? 8'd1 << (n - 6) : 8'd1 << a[2:0];
    bl_b <= a[18:3];
    bp_v <= 0;
    if (n > 20 && n % 500 > 20 && (plane != 0 || (n % 500 < 480 && n < 2950 && a[20]))) begin
      bp_v <= a[21] | a[22];                  // planes with bubbles
      bp_end <= plane == 4;
      bp <= a[30:23];
      if (a[21] | a[22]) plane <= plane == 4 ? 0 : plane + 1;
    end
    if (n == 3000) $finish;
  end

endmodule
