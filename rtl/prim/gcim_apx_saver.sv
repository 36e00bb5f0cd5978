// gcim_apx_saver: carry-save tree of approximate cells, added up by one approximate adder.
// Combinational. Part of gcim_apx_sum; algorithm: cmodel/unit/apx_tree.def, 5, 7, 8 and 13.
`default_nettype none

module gcim_apx_saver #(
  parameter  int Lanes      = 8,                       // words, from 2
  parameter  int Width      = 8,                       // bits per word
  parameter  int SumBits    = Width + $clog2(Lanes),   // bits of a row and of the sum
  parameter  bit IsSigned   = 0,                       // 1: words are two's complement
  parameter  int Columns    = 0,                       // low columns with approximate cells
  parameter  int SMask      = 150,                     // their cell, also that of ADD_CHAIN
  parameter  int CMask      = 232,
  parameter  int AltS       = 150,                     // every AltPeriod-th cell of a column
  parameter  int AltC       = 232,
  parameter  int AltPeriod  = 0,                       // 0: none
  parameter  bit Compressed = 0,                       // 1: 4:2 compressors there, not cells
  parameter  int FourS      = 59798,                   // their truth tables
  parameter  int FourC      = 65256,
  parameter  int Adder      = gcim_pkg::ADD_EXACT,
  parameter  int K          = 0,                       // approximated low bits of the adder
  parameter  int M          = 0,                       // its low bits forced to 1
  localparam int Levels     = $clog2(Lanes)
) (
  input  wire logic [Lanes*Width-1:0] data_i,          // lane 0 in the low bits
  input  wire logic                   approx_i,        // 0: every cell and the adder are exact
  output      logic [SumBits-1:0]     sum_o,
  output      logic [2*SumBits-1:0]   rows_o           // {second, first} that the adder adds
);

  // Rows of cells in the levels below `level`: two for each pair that has a neighbour.
  function automatic int rows_below(input int level);
    rows_below = 0;
    for (int l = 2; l < level; l++) begin
      rows_below = rows_below + (Lanes + (1 << (l-1)) - 1) / (1 << (l-1)) / 2 * 2;
    end
  endfunction

  for (genvar l = 1; l <= Levels; l++) begin : gen_level
    for (genvar n = 0; n < (Lanes + (1 << l) - 1) / (1 << l); n++) begin : gen_node
      logic [SumBits-1:0] word, carry;                 // the node is word + carry

      if (l == 1) begin : gen_pair
        assign word = IsSigned ? SumBits'($signed(data_i[2*n*Width +: Width]))
                               : SumBits'(data_i[2*n*Width +: Width]);
        if (2*n + 1 < Lanes) begin : gen_two
          assign carry = IsSigned ? SumBits'($signed(data_i[(2*n+1)*Width +: Width]))
                                  : SumBits'(data_i[(2*n+1)*Width +: Width]);
        end else begin : gen_one
          assign carry = '0;
        end
      end else if (((2*n + 1) << l) >= 2*Lanes) begin : gen_pass        // no neighbour
        assign word  = gen_level[l-1].gen_node[2*n].word;
        assign carry = gen_level[l-1].gen_node[2*n].carry;
      end else begin : gen_compress
        localparam int First     = rows_below(l) + 2*n;                 // number of its first row
        localparam bit FirstAlt  = AltPeriod > 0 && (First + 1) % AltPeriod == 0;
        localparam bit SecondAlt = AltPeriod > 0 && (First + 2) % AltPeriod == 0;

        gcim_apx_saver_node #(
          .Width(SumBits), .Columns(Columns),
          .FirstS(FirstAlt ? AltS : SMask), .FirstC(FirstAlt ? AltC : CMask),
          .SecondS(SecondAlt ? AltS : SMask), .SecondC(SecondAlt ? AltC : CMask),
          .Compressed(Compressed), .FourS(FourS), .FourC(FourC)
        ) u_pair (
          .w0_i(gen_level[l-1].gen_node[2*n].word),
          .c0_i(gen_level[l-1].gen_node[2*n].carry),
          .w1_i(gen_level[l-1].gen_node[2*n+1].word),
          .c1_i(gen_level[l-1].gen_node[2*n+1].carry),
          .approx_i, .word_o(word), .carry_o(carry)
        );
      end
    end
  end

  logic [SumBits-1:0] first, second, exact;

  assign first  = gen_level[Levels].gen_node[0].word;
  assign second = gen_level[Levels].gen_node[0].carry;
  assign exact  = first + second;
  assign rows_o = {second, first};

  if (K > 0 && Adder != gcim_pkg::ADD_EXACT) begin : gen_approx
    logic [SumBits-1:0] approx;
    logic               unused_top, unused_cut;        // the carry out is dropped

    gcim_apx_add #(
      .Width(SumBits), .Adder(Adder), .K(K), .M(M), .SMask(SMask), .CMask(CMask)
    ) u_add (
      .a_i(first), .b_i(second), .is_signed_i(1'b0), .sum_o({unused_top, approx}),
      .cut_o(unused_cut)
    );
    assign sum_o = approx_i ? approx : exact;
  end else begin : gen_exact
    logic unused;

    assign unused = approx_i;
    assign sum_o  = exact;
  end

endmodule

`default_nettype wire
