// gcim_apx_add: approximate two-operand adder. Combinational.
// Meaning: cmodel/unit/apx_add2.c; algorithm: cmodel/unit/apx_add2.def, 5..19.
`default_nettype none

module gcim_apx_add #(
  parameter int Width = 8,                              // from 1
  parameter int Adder = gcim_pkg::ADD_LOA,
  parameter int K     = 4,                              // 0..Width
  parameter int M     = 0,                              // low bits forced to 1
  parameter int P     = 2,                              // ADD_GEAR: prediction bits
  parameter int SMask = 150,                            // ADD_CHAIN: bit 4a+2b+c of the sum
  parameter int CMask = 232                             // and of the carry
) (
  input  wire logic [Width-1:0] a_i,
  input  wire logic [Width-1:0] b_i,
  input  wire logic             is_signed_i,
  output      logic [Width:0]   sum_o,
  output      logic             cut_o                   // carry into the upper part
);

  localparam logic [Width:0] Low = ~({(Width+1){1'b1}} << K);

  logic [Width:0] sum;                                  // {carry out, bits}

  if (K == 0 || Adder == gcim_pkg::ADD_EXACT) begin : gen_exact
    assign sum   = (Width+1)'(a_i) + (Width+1)'(b_i);
    assign cut_o = 1'b0;
  end else if (Adder == gcim_pkg::ADD_LSB0) begin : gen_cleared
    assign sum   = ((Width+1)'(a_i) + (Width+1)'(b_i)) & ~Low;
    assign cut_o = 1'b0;
  end else if (Adder < gcim_pkg::ADD_ETA2) begin : gen_lower_part
    logic [K-1:0] low;

    gcim_apx_low #(.K(K), .Adder(Adder), .M(M), .SMask(SMask), .CMask(CMask)) u_low (
      .a_i(a_i[K-1:0]), .b_i(b_i[K-1:0]), .low_o(low), .cut_o
    );
    // Bits below K of the operands are 0 here, so nothing but the cut carries into bit K.
    assign sum = (((Width+1)'(a_i) & ~Low) + ((Width+1)'(b_i) & ~Low) + ((Width+1)'(cut_o) << K))
                 | (Width+1)'(low);
  end else begin : gen_sub_adders
    localparam int Result  = Adder == gcim_pkg::ADD_ACA1 ? 1 : K;
    localparam int Predict = Adder == gcim_pkg::ADD_ETA2 ? K :
                             Adder == gcim_pkg::ADD_ACA1 ? K - 1 :
                             Adder == gcim_pkg::ADD_GEAR ? P : 0;

    gcim_apx_blocks #(.Width(Width), .R(Result), .P(Predict)) u_blocks (
      .a_i, .b_i, .sum_o(sum)
    );
    assign cut_o = 1'b0;
  end

  // Signed operands are longer by their sign bit: it meets the carry out.
  assign sum_o = sum ^ {is_signed_i & (a_i[Width-1] ^ b_i[Width-1]), {Width{1'b0}}};

endmodule

`default_nettype wire
