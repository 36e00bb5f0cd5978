// gcim_apx_chain: ripple-carry adder of full adder cells, carry 0 into bit 0. Combinational.
// Meaning: cmodel/unit/apx_add2.c; algorithm: cmodel/unit/apx_add2.def, 18.
`default_nettype none

module gcim_apx_chain #(
  parameter int Width = 4,                              // from 1
  parameter int SMask = 150,                            // bit 4a+2b+c: the sum
  parameter int CMask = 232                             // the carry
) (
  input  wire logic [Width-1:0] a_i,
  input  wire logic [Width-1:0] b_i,
  output      logic [Width-1:0] sum_o,
  output      logic             carry_o
);

  for (genvar i = 0; i < Width; i++) begin : gen_bit
    logic below, carry;

    if (i == 0) begin : gen_first
      assign below = 1'b0;
    end else begin : gen_next
      assign below = gen_bit[i-1].carry;
    end

    gcim_apx_cell #(.SMask(SMask), .CMask(CMask)) u_cell (
      .a_i(a_i[i]), .b_i(b_i[i]), .c_i(below), .s_o(sum_o[i]), .c_o(carry)
    );
  end

  assign carry_o = gen_bit[Width-1].carry;

endmodule

`default_nettype wire
