// gcim_fp_up_random: does the magnitude of a result round up? Seven modes. Combinational.
// Meaning: cmodel/unit/fp_norm.def, 6.
`default_nettype none

module gcim_fp_up_random #(
  parameter int RandBits = 8                           // bits that RND_STOCH compares, from 1
) (
  input  wire logic [2:0]          mode_i,             // gcim_pkg::RND_*; 7 acts as RND_RTZ
  input  wire logic                sign_i,             // of the number
  input  wire logic                odd_i,              // lowest kept bit
  input  wire logic [RandBits-1:0] frac_i,             // dropped bits, the half first
  input  wire logic                cut_i,              // any bit below frac_i
  input  wire logic [RandBits-1:0] random_i,
  output      logic                up_o,
  output      logic                inexact_o           // something other than 0 is dropped
);

  logic              half, rest, up;
  logic [2:0]        mode;
  logic [RandBits:0] reached;

  assign half      = frac_i[RandBits-1];
  assign rest      = cut_i || RandBits'(frac_i << 1) != '0;
  assign inexact_o = half || rest;
  assign mode      = mode_i == 3'd7 ? gcim_pkg::RND_RTZ : mode_i;
  assign reached   = {1'b0, frac_i} + {1'b0, random_i};

  gcim_fp_up u_up (.mode_i(mode), .sign_i, .odd_i, .half_i(half), .rest_i(rest), .up_o(up));

  assign up_o = mode_i == gcim_pkg::RND_STOCH ? reached[RandBits] : up;

  logic unused;
  assign unused = ^reached;

endmodule

`default_nettype wire
