// gcim_apx_blocks: adder of overlapping sub-adders without carries between them. Combinational.
// Meaning: cmodel/unit/apx_add2.c; algorithm: cmodel/unit/apx_add2.def, 19.
`default_nettype none

module gcim_apx_blocks #(
  parameter int Width = 16,
  parameter int R     = 4,                              // result bits of a sub-adder, from 1
  parameter int P     = 2                               // bits below that only predict the carry
) (
  input  wire logic [Width-1:0] a_i,
  input  wire logic [Width-1:0] b_i,
  output      logic [Width:0]   sum_o                   // {carry of the last sub-adder, bits}
);

  localparam int Blocks = R + P >= Width ? 1 : 1 + (Width - R - P + R - 1) / R;

  for (genvar j = 0; j < Blocks; j++) begin : gen_block
    localparam int From  = j * R;
    localparam int Bits  = j == Blocks-1 ? Width - From : R + P;
    localparam int Drop  = j == 0 ? 0 : P;              // given by the sub-adders below
    localparam int Given = Bits - Drop + (j == Blocks-1 ? 1 : 0);

    assign sum_o[From+Drop +: Given] =
        Given'(((Bits+1)'(a_i[From +: Bits]) + (Bits+1)'(b_i[From +: Bits])) >> Drop);
  end

endmodule

`default_nettype wire
