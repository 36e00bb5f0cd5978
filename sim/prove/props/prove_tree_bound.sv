// prove_tree_bound: the error of a binary tree of one approximate adder is never above Bound in
// size, and Bound happens.
`default_nettype none

module prove_tree_bound #(
  parameter  int Lanes   = 4,
  parameter  int Width   = 8,
  parameter  int Adder   = 5,
  parameter  int K       = 3,
  parameter  int Bound   = 12,
  localparam int SumBits = Width + $clog2(Lanes)
) (
  input  wire logic [Lanes*Width-1:0] data_i,
  output      logic [SumBits-1:0]     sum_o,
  output      logic                   bad_o,
  output      logic                   reach_o
);

  logic [2*SumBits-1:0] unused_rows;
  logic [SumBits-1:0]   exact;
  logic [SumBits:0]     error, size;                   // two's complement; its size

  gcim_apx_sum #(.Lanes(Lanes), .Width(Width), .Adder(Adder), .K(K)) u_sum (
    .data_i, .sat_i(1'b0), .approx_i(1'b1), .sum_o, .rows_o(unused_rows)
  );

  always_comb begin
    exact = '0;
    for (int i = 0; i < Lanes; i++) begin
      exact = exact + SumBits'(data_i[i*Width +: Width]);
    end
  end

  assign error   = (SumBits+1)'(sum_o) - (SumBits+1)'(exact);
  assign size    = error[SumBits] ? -error : error;
  assign bad_o   = size > (SumBits+1)'(Bound);
  assign reach_o = error == (SumBits+1)'(Bound);

endmodule

`default_nettype wire
