// gcim_dcim_tile: output side of one column of gcim_dcim_macro: recombination of the groups,
// shift-accumulate over the bit cycles (one edge), tile end into the result register (one edge).
// Meaning: cmodel/unit/dcim_macro.c; algorithm: cmodel/unit/dcim_macro.def, 15..18, 22.
`default_nettype none

module gcim_dcim_tile #(
  parameter int Digits   = 2,
  parameter int Group    = 4,
  parameter int SumBits  = 11,
  parameter int TileBits = 23,
  parameter int AccWidth = 31
) (
  input  wire logic                      clk_i,
  input  wire logic                      rst_ni,
  input  wire logic                      advance_i,
  input  wire logic [Digits*SumBits-1:0] col_sum_i,     // of one bit cycle
  input  wire logic                      first_i,       // of its tile: start from 0
  input  wire logic                      negative_i,    // sign bit of x
  input  wire logic                      msb_first_i,
  input  wire logic [3:0]                x_index_i,     // its x bit
  input  wire logic                      store_i,       // tile end
  input  wire logic                      keep_i,
  input  wire logic                      sat_i,
  output      logic [TileBits-1:0]       tile_sum_o,
  output      logic [AccWidth-1:0]       acc_o,
  output      logic                      ovf_o
);

  localparam int ExactBits = (AccWidth > TileBits ? AccWidth : TileBits) + 1;

  logic [TileBits-1:0]  product, term, base, tile_q;
  logic [ExactBits-1:0] exact;
  logic [AccWidth-1:0]  acc_d, acc_q;
  logic                 overflow, ovf_q;

  // TileBits hold every partial sum of exact trees in both orders, so arithmetic modulo 2^TileBits
  // is exact; the sum of approximate ones may wrap here.
  always_comb begin
    product = '0;
    for (int g = 0; g < Digits; g++) begin
      product = product + (TileBits'($signed(col_sum_i[g*SumBits +: SumBits])) << (g*Group));
    end
    term = negative_i ? -product : product;
    base = first_i ? '0 : tile_q;
    if (msb_first_i) begin
      base = base << 1;
    end else begin
      term = term << x_index_i;
    end
  end

  always_ff @(posedge clk_i) begin
    if (advance_i) begin
      tile_q <= base + term;
    end
  end

  assign exact = ExactBits'($signed(tile_q)) + (keep_i ? ExactBits'($signed(acc_q)) : '0);

  gcim_fit #(.InWidth(ExactBits), .OutWidth(AccWidth)) u_fit (
    .value_i(exact), .sat_i, .value_o(acc_d), .overflow_o(overflow)
  );

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      acc_q <= '0;
      ovf_q <= 1'b0;
    end else if (store_i) begin
      acc_q <= acc_d;
      ovf_q <= overflow || (keep_i && ovf_q);
    end
  end

  assign tile_sum_o = tile_q;
  assign acc_o      = acc_q;
  assign ovf_o      = ovf_q;

endmodule

`default_nettype wire
