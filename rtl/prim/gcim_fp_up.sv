// gcim_fp_up: does a magnitude round up? Six modes. Combinational.
// Meaning: cmodel/num/round.c, for sign and magnitude.
`default_nettype none

module gcim_fp_up (
  input  wire logic [2:0] mode_i,                      // gcim_pkg::RND_*; 6 and 7 act as RND_RNE
  input  wire logic       sign_i,                      // of the number
  input  wire logic       odd_i,                       // lowest kept bit
  input  wire logic       half_i,                      // highest dropped bit
  input  wire logic       rest_i,                      // any other dropped bit
  output      logic       up_o
);

  always_comb begin
    case (mode_i)
      gcim_pkg::RND_RNA:   up_o = half_i;
      gcim_pkg::RND_RTZ:   up_o = 1'b0;
      gcim_pkg::RND_FLOOR: up_o = sign_i && (half_i || rest_i);
      gcim_pkg::RND_CEIL:  up_o = !sign_i && (half_i || rest_i);
      gcim_pkg::RND_JAM:   up_o = !odd_i && (half_i || rest_i);
      default:             up_o = half_i && (rest_i || odd_i);
    endcase
  end

endmodule

`default_nettype wire
