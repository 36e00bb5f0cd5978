// gcim_apx_low: low part of a lower-part adder: its result bits and the carry above. Combinational.
// Meaning: cmodel/unit/apx_add2.c; algorithm: cmodel/unit/apx_add2.def, 8..18.
`default_nettype none

module gcim_apx_low #(
  parameter int K     = 4,                              // bits, from 1
  parameter int Adder = gcim_pkg::ADD_LOA,              // ADD_TRUNC, ADD_COPYA .. ADD_CHAIN
  parameter int M     = 0,                              // low bits forced to 1
  parameter int SMask = 150,                            // ADD_CHAIN: the cell
  parameter int CMask = 232
) (
  input  wire logic [K-1:0] a_i,
  input  wire logic [K-1:0] b_i,
  output      logic [K-1:0] low_o,
  output      logic         cut_o                       // carry into bit K
);

  // Bits K-1, K-2 (if it exists) and all below them; the low M.
  localparam logic [K-1:0] Top  = K'(1) << (K-1);
  localparam logic [K-1:0] Next = Top >> 1;
  localparam logic [K-1:0] Rest = ~(Top | Next);
  localparam logic [K-1:0] Ones = ~({K{1'b1}} << M);

  logic [K-1:0] all, any, one;                          // of the two bits: both, some, just one
  logic         top_all, top_one, next_all;             // in bit K-1; in bit K-2
  logic [K-1:0] chain;
  logic         chain_carry;

  assign all      = a_i & b_i;
  assign any      = a_i | b_i;
  assign one      = a_i ^ b_i;
  assign top_all  = (all & Top) != '0;
  assign top_one  = (one & Top) != '0;
  assign next_all = (all & Next) != '0;

  if (Adder == gcim_pkg::ADD_CHAIN) begin : gen_chain
    gcim_apx_chain #(.Width(K), .SMask(SMask), .CMask(CMask)) u_chain (
      .a_i, .b_i, .sum_o(chain), .carry_o(chain_carry)
    );
  end else begin : gen_no_chain
    assign chain       = '0;
    assign chain_carry = 1'b0;
  end

  // 1 in every 1 of the word and below.
  function automatic logic [K-1:0] filled_down(input logic [K-1:0] word);
    filled_down = word;
    for (int s = 1; s < K; s = 2*s) begin
      filled_down = filled_down | (filled_down >> s);
    end
  endfunction

  function automatic logic [K-1:0] reduced(
    input logic [K-1:0] word, input logic is_one, input logic is_next
  );
    reduced = ({K{is_one || is_next}} & Top) | (word & {K{is_one || !is_next}} & Next)
              | ((word | {K{is_one && is_next}}) & Rest);
  endfunction

  always_comb begin
    case (Adder)
      gcim_pkg::ADD_COPYA:   low_o = a_i;
      gcim_pkg::ADD_COPYB:   low_o = b_i;
      gcim_pkg::ADD_LOA:     low_o = any;
      gcim_pkg::ADD_LOAWA:   low_o = any;
      gcim_pkg::ADD_LOCA:    low_o = any | Ones;
      gcim_pkg::ADD_OLOCA:   low_o = any | Ones;
      gcim_pkg::ADD_HEAA:    low_o = any ^ (all & Top);
      gcim_pkg::ADD_HERLOA:  low_o = reduced(any, top_one, next_all);
      gcim_pkg::ADD_MHERLOA: low_o = reduced(any, top_one, next_all) | Ones;
      gcim_pkg::ADD_HOAANED: low_o = ((one | {K{next_all}}) & Top) | (any & Next) | Rest;
      gcim_pkg::ADD_ETA1:    low_o = one | filled_down(all);
      gcim_pkg::ADD_CHAIN:   low_o = chain;
      default:               low_o = '0;                // ADD_TRUNC
    endcase
  end

  always_comb begin
    case (Adder)
      gcim_pkg::ADD_LOA, gcim_pkg::ADD_OLOCA, gcim_pkg::ADD_HEAA, gcim_pkg::ADD_HERLOA,
      gcim_pkg::ADD_MHERLOA, gcim_pkg::ADD_HOAANED: cut_o = top_all;
      gcim_pkg::ADD_CHAIN:                          cut_o = chain_carry;
      default:                                      cut_o = 1'b0;
    endcase
  end

endmodule

`default_nettype wire
