// gcim_apx_binary: binary tree of two-operand adders, approximate ones in some of its levels.
// Combinational. Part of gcim_apx_sum; algorithm: cmodel/unit/apx_tree.def, 5, 6 and 13.
`default_nettype none

module gcim_apx_binary #(
  parameter  int Lanes     = 8,                        // words, from 2
  parameter  int Width     = 8,                        // bits per word
  parameter  int SumBits   = Width + $clog2(Lanes),    // of the outputs; if more: extended
  parameter  bit IsSigned  = 0,                        // 1: words are two's complement
  parameter  int Adder     = gcim_pkg::ADD_EXACT,
  parameter  int K         = 0,                        // approximated low bits of an adder
  parameter  int M         = 0,                        // its low bits forced to 1
  parameter  int SMask     = 150,                      // ADD_CHAIN: its cell
  parameter  int CMask     = 232,
  parameter  int LevelFrom = 1,                        // levels with that adder
  parameter  int LevelTo   = 10,
  parameter  int MaxBits   = 0,                        // widest word, from Width; 0: grows
  localparam int Levels    = $clog2(Lanes)
) (
  input  wire logic [Lanes*Width-1:0] data_i,          // lane 0 in the low bits
  input  wire logic                   sat_i,           // MaxBits: gcim_pkg::FIT_SAT
  input  wire logic                   approx_i,        // 0: every adder is exact
  output      logic [SumBits-1:0]     sum_o,
  output      logic [2*SumBits-1:0]   rows_o           // {upper, lower} node below the root
);

  localparam int Widest = MaxBits == 0 ? Width + Levels : MaxBits;

  // Every node is one named word, as wide as its level.
  for (genvar l = 0; l <= Levels; l++) begin : gen_level
    localparam int InBits  = Width + l - 1 < Widest ? Width + l - 1 : Widest;
    localparam int OutBits = Width + l < Widest ? Width + l : Widest;

    for (genvar n = 0; n < (Lanes + (1 << l) - 1) / (1 << l); n++) begin : gen_node
      logic [OutBits-1:0] word;

      if (l == 0) begin : gen_leaf
        assign word = data_i[n*Width +: Width];
      end else if (((2*n + 1) << l) >= 2*Lanes) begin : gen_pass        // no neighbour
        logic [InBits-1:0] a;
        assign a    = gen_level[l-1].gen_node[2*n].word;
        assign word = IsSigned ? OutBits'($signed(a)) : OutBits'(a);
      end else begin : gen_add
        logic [InBits-1:0] a, b;
        logic [InBits:0]   exact, sum;

        assign a     = gen_level[l-1].gen_node[2*n].word;
        assign b     = gen_level[l-1].gen_node[2*n+1].word;
        assign exact = {IsSigned & a[InBits-1], a} + {IsSigned & b[InBits-1], b};

        if (l >= LevelFrom && l <= LevelTo && K > 0 && Adder != gcim_pkg::ADD_EXACT)
        begin : gen_approx
          logic [InBits:0] approx;
          logic            unused_cut;

          gcim_apx_add #(
            .Width(InBits), .Adder(Adder), .K(K), .M(M), .SMask(SMask), .CMask(CMask)
          ) u_add (
            .a_i(a), .b_i(b), .is_signed_i(IsSigned), .sum_o(approx), .cut_o(unused_cut)
          );
          assign sum = approx_i ? approx : exact;
        end else begin : gen_exact
          assign sum = exact;
        end

        if (OutBits > InBits) begin : gen_grow
          assign word = sum;
        end else begin : gen_fit                       // to the limit nearer to the sum, or wrapped
          logic               over;
          logic [OutBits-1:0] limit;
          assign over  = IsSigned ? sum[InBits] != sum[InBits-1] : sum[InBits];
          assign limit = IsSigned ? (OutBits'(1) << (OutBits-1)) ^ {OutBits{!sum[InBits]}}
                                  : {OutBits{1'b1}};
          assign word  = sat_i == gcim_pkg::FIT_SAT && over ? limit : sum[OutBits-1:0];
        end
      end
    end
  end

  logic [SumBits-1:0] lower, upper;

  if (IsSigned) begin : gen_signed
    assign sum_o = SumBits'($signed(gen_level[Levels].gen_node[0].word));
    assign lower = SumBits'($signed(gen_level[Levels-1].gen_node[0].word));
    assign upper = SumBits'($signed(gen_level[Levels-1].gen_node[1].word));
  end else begin : gen_unsigned
    assign sum_o = SumBits'(gen_level[Levels].gen_node[0].word);
    assign lower = SumBits'(gen_level[Levels-1].gen_node[0].word);
    assign upper = SumBits'(gen_level[Levels-1].gen_node[1].word);
  end

  assign rows_o = {upper, lower};

  logic unused;
  assign unused = sat_i ^ approx_i;                    // many parameter sets have no use for them

endmodule

`default_nettype wire
