// gcim_fp_mac: exact multiply-accumulate of aligned lanes, with bias correction. Latency 1.
// Meaning: cmodel/unit/fp_mac.c. Parameters, ports and cycles: cmodel/unit/fp_mac.def.
`default_nettype none

module gcim_fp_mac #(
  parameter  int Lanes    = 8,                         // 1..512
  parameter  int XBits    = 12,                        // 2..64
  parameter  int WBits    = 12,                        // 2..64
  localparam int SumBits  = XBits + WBits + $clog2(Lanes),
  localparam int WSumBits = WBits + $clog2(Lanes),
  localparam int AccBits  = XBits + WBits + $clog2(Lanes) + 1
) (
  input  wire logic                   clk_i,
  input  wire logic                   rst_ni,          // asynchronous, active low
  input  wire logic                   valid_i,
  input  wire logic                   correct_i,       // 1: half a unit for every x
  input  wire logic [Lanes*XBits-1:0] x_i,             // signed, lane 0 in the low bits
  input  wire logic [Lanes*WBits-1:0] w_i,
  output      logic                   valid_o,
  output      logic [AccBits-1:0]     acc_o,           // signed, in halves of the product's unit
  output      logic [SumBits-1:0]     tap_sum,
  output      logic [WSumBits-1:0]    tap_w_sum
);

  logic [AccBits-1:0]  acc;
  logic [SumBits-1:0]  sum;
  logic [WSumBits-1:0] w_sum;

  gcim_fp_multiply #(.Lanes(Lanes), .XBits(XBits), .WBits(WBits)) u_multiply (
    .correct_i, .x_i, .w_i, .acc_o(acc), .sum_o(sum), .w_sum_o(w_sum)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      valid_o <= 1'b0;
    end else begin
      valid_o <= valid_i;
    end
  end

  always_ff @(posedge clk_i) begin
    acc_o     <= acc;
    tap_sum   <= sum;
    tap_w_sum <= w_sum;
  end

endmodule

`default_nettype wire
