// prove_adder_bound: an approximate adder's error is never above 2^Log in size, and 2^Log happens.
`default_nettype none

module prove_adder_bound #(
  parameter int Width = 16,
  parameter int Adder = 5,
  parameter int K     = 8,
  parameter int Log   = K - 1
) (
  input  wire logic [Width-1:0] a_i,
  input  wire logic [Width-1:0] b_i,
  output      logic [Width:0]   sum_o,
  output      logic             bad_o,
  output      logic             reach_o
);

  logic               unused_cut;
  logic [Width+1:0]   bound;
  logic [Width+1:0]   error, size;                     // two's complement; its size

  gcim_apx_add #(.Width(Width), .Adder(Adder), .K(K)) u_add (
    .a_i, .b_i, .is_signed_i(1'b0), .sum_o, .cut_o(unused_cut)
  );

  assign bound   = (Width+2)'(1) << Log;
  assign error   = (Width+2)'(sum_o) - (Width+2)'(a_i) - (Width+2)'(b_i);
  assign size    = error[Width+1] ? -error : error;
  assign bad_o   = size > bound;
  assign reach_o = error == bound;

endmodule

`default_nettype wire
