// gcim_adapt_result: when a DUT's result counts. Latency = 0: valid_i marks the result; Latency =
// N: valid_i marks the start, and the result stands N edges later. It must then hold for Window
// edges (the first included): unstable_o = 1 at an edge where it does not; that goes to fault_i of
// the flow checker. A new result ends the window of the one before.
`default_nettype none

module gcim_adapt_result #(
  parameter int Bits    = 8,
  parameter int Latency = 0,
  parameter int Window  = 1
) (
  input  wire logic            clk_i,
  input  wire logic            rst_ni,
  input  wire logic            valid_i,
  input  wire logic [Bits-1:0] data_i,
  output      logic            fire_o,      // sample data_o at this edge
  output      logic [Bits-1:0] data_o,
  output      logic            unstable_o
);

  logic [Latency:0] wait_q;     // bit k: a start k edges ago (bit 0 unused)
  logic [Bits-1:0]  held_q;
  logic [15:0]      left_q;     // edges for which held_q must still stand

  assign fire_o = Latency == 0 ? valid_i : wait_q[Latency];
  assign data_o = data_i;
  assign unstable_o = !fire_o && left_q != 16'd0 && data_i != held_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      wait_q <= '0;
      held_q <= '0;
      left_q <= '0;
    end else begin
      wait_q <= (Latency + 1)'({wait_q[Latency:0], 1'b0})
                | ((Latency + 1)'(valid_i) << (Latency == 0 ? 0 : 1));
      if (fire_o) begin
        held_q <= data_i;
        left_q <= 16'(Window - 1);
      end else if (left_q != 16'd0) begin
        left_q <= left_q - 16'd1;
      end
    end
  end

endmodule

`default_nettype wire
