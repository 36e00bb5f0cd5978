// gcim_fp_multiply: exact sum of products of signed lanes, with a correction for FLOOR.
// Combinational. Meaning: cmodel/unit/fp_mac.def, 5 and 6.
`default_nettype none

module gcim_fp_multiply #(
  parameter  int Lanes    = 8,                         // any number from 1
  parameter  int XBits    = 12,                        // from 2
  parameter  int WBits    = 12,                        // from 2
  localparam int ProdBits = XBits + WBits,
  localparam int SumBits  = ProdBits + $clog2(Lanes),
  localparam int WSumBits = WBits + $clog2(Lanes),
  localparam int AccBits  = SumBits + 1                // exact: the card's width
) (
  input  wire logic                   correct_i,       // 1: half a unit for every x
  input  wire logic [Lanes*XBits-1:0] x_i,             // signed, lane 0 in the low bits
  input  wire logic [Lanes*WBits-1:0] w_i,
  output      logic [AccBits-1:0]     acc_o,           // signed, in halves of the product's unit
  output      logic [SumBits-1:0]     sum_o,
  output      logic [WSumBits-1:0]    w_sum_o
);

  logic [Lanes*ProdBits-1:0] product;

  for (genvar i = 0; i < Lanes; i++) begin : gen_lane
    logic [ProdBits-1:0] x, w;
    assign x = ProdBits'($signed(x_i[i*XBits +: XBits]));
    assign w = ProdBits'($signed(w_i[i*WBits +: WBits]));
    assign product[i*ProdBits +: ProdBits] = $signed(x) * $signed(w);
  end

  gcim_fp_sum #(.Lanes(Lanes), .Width(ProdBits)) u_sum (.data_i(product), .sum_o);
  gcim_fp_sum #(.Lanes(Lanes), .Width(WBits)) u_w_sum (.data_i(w_i), .sum_o(w_sum_o));

  assign acc_o = {sum_o, 1'b0} + (correct_i ? AccBits'($signed(w_sum_o)) : '0);

endmodule

`default_nettype wire
