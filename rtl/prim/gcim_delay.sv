// gcim_delay: a word delayed by Stages enabled edges; no reset, for data that a valid bit guards.
// Part of gcim_dcim_macro; meaning: cmodel/unit/dcim_macro.c.
`default_nettype none

module gcim_delay #(
  parameter int Width  = 8,
  parameter int Stages = 1                              // from 1
) (
  input  wire logic             clk_i,
  input  wire logic             en_i,                   // 1: every stage advances
  input  wire logic [Width-1:0] data_i,
  output      logic [Width-1:0] data_o
);

  logic [Stages*Width-1:0] data_q;

  always_ff @(posedge clk_i) begin
    if (en_i) begin
      data_q <= (Stages*Width)'({data_q, data_i});      // the oldest word falls out at the top
    end
  end

  assign data_o = data_q[(Stages-1)*Width +: Width];

endmodule

`default_nettype wire
