// gcim_round_shift: value / 2^drop, rounded to an integer by one of six modes. Combinational.
// Meaning: cmodel/num/round.c. The result always fits: dropping halves before it rounds up.
`default_nettype none

module gcim_round_shift #(
  parameter int Width    = 16,
  parameter int DropBits = 5                            // width of drop_i, which may exceed Width
) (
  input  wire logic [Width-1:0]    value_i,             // signed
  input  wire logic [DropBits-1:0] drop_i,              // bits to drop; 0 passes value_i through
  input  wire logic [2:0]          mode_i,              // gcim_pkg::RND_*; 6 and 7 act as RND_RNE
  output      logic [Width-1:0]    value_o,             // signed
  output      logic                inexact_o            // something other than 0 was dropped
);

  logic [DropBits-1:0] below;                           // dropped bits under the half bit
  logic [Width-1:0]    floor, sticky_bits;
  logic                sign, odd, half, sticky, up;

  // From drop = Width on, the half bit and the floor are copies of the sign, and the shifted mask
  // is empty, so that the whole word counts as sticky.
  assign below       = drop_i - DropBits'(1);
  assign sign        = value_i[Width-1];
  assign floor       = Width'($signed(value_i) >>> drop_i);
  assign odd         = floor[0];
  assign sticky_bits = value_i & ~({Width{1'b1}} << below);
  assign half        = drop_i != '0 && 1'($signed(value_i) >>> below);
  assign sticky      = drop_i != '0 && sticky_bits != '0;
  assign inexact_o   = half || sticky;

  always_comb begin
    case (mode_i)
      gcim_pkg::RND_RNA:   up = half && (sticky || !sign);
      gcim_pkg::RND_RTZ:   up = inexact_o && sign;
      gcim_pkg::RND_FLOOR: up = 1'b0;
      gcim_pkg::RND_CEIL:  up = inexact_o;
      gcim_pkg::RND_JAM:   up = inexact_o && !odd;
      default:             up = half && (sticky || odd);
    endcase
  end

  assign value_o = floor + Width'(up);

endmodule

`default_nettype wire
