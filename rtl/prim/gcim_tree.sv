// gcim_tree: exact pipelined adder tree without valid. Latency gcim_pkg::tree_regs(Levels,
// LevelsPerReg) enabled edges. Meaning: cmodel/unit/add_tree.c; algorithm: the card, 5..9.
`default_nettype none

module gcim_tree #(
  parameter  int Lanes        = 8,                     // words, any number from 1
  parameter  int Width        = 8,                     // bits per word
  parameter  int LevelsPerReg = 0,                     // 0: a register at the end only
  parameter  int Topology     = gcim_pkg::BINARY,      // or gcim_pkg::CARRY_SAVE
  localparam int Levels       = $clog2(Lanes),
  localparam int SumBits      = Width + Levels + 1     // exact for both signs
) (
  input  wire logic                   clk_i,
  input  wire logic                   en_i,            // 1: registers advance
  input  wire logic                   is_signed_i,     // belongs to data_i, used at the leaves only
  input  wire logic [Lanes*Width-1:0] data_i,          // lane 0 in the low bits
  output      logic [SumBits-1:0]     sum_o,
  output      logic [2*SumBits-1:0]   half_sums_o      // {upper, lower}, aligned with sum_o
);

  // One level more than there are levels: such a register is never met before the last.
  localparam int Spacing = LevelsPerReg == 0 ? Levels + 1 : LevelsPerReg;

  logic [SumBits-1:0] sum_d, lower_d, upper_d;
  logic [SumBits-1:0] sum_q, lower_q, upper_q;

  // Every node is one named word of the full SumBits: exact modulo 2^SumBits whatever the sign,
  // so that only the leaves extend. A flat bus of nodes would simulate many times slower.
  if (Topology == gcim_pkg::CARRY_SAVE) begin : gen_carry_save
    for (genvar l = 0; l <= Levels; l++) begin : gen_level
      for (genvar n = 0; n < (Lanes + (1 << l) - 1) / (1 << l); n++) begin : gen_node
        logic [SumBits-1:0] word_d, carry_d;           // the node is word + carry
        logic [SumBits-1:0] word, carry;

        if (l == 0) begin : gen_leaf
          assign word_d  = {{(SumBits-Width){is_signed_i & data_i[n*Width+Width-1]}},
                            data_i[n*Width +: Width]};
          assign carry_d = '0;
        end else if (((2*n + 1) << l) >= 2*Lanes) begin : gen_pass      // no neighbour
          assign word_d  = gen_level[l-1].gen_node[2*n].word;
          assign carry_d = gen_level[l-1].gen_node[2*n].carry;
        end else if (l == 1) begin : gen_pair
          assign word_d  = gen_level[0].gen_node[2*n].word;
          assign carry_d = gen_level[0].gen_node[2*n+1].word;
        end else begin : gen_compress                  // 4:2 as two rows of full adders
          logic [SumBits-1:0] w0, c0, w1, c1, row_word, row_carry;
          assign w0        = gen_level[l-1].gen_node[2*n].word;
          assign c0        = gen_level[l-1].gen_node[2*n].carry;
          assign w1        = gen_level[l-1].gen_node[2*n+1].word;
          assign c1        = gen_level[l-1].gen_node[2*n+1].carry;
          assign row_word  = w0 ^ c0 ^ w1;
          assign row_carry = ((w0 & c0) | (w0 & w1) | (c0 & w1)) << 1;
          assign word_d    = row_word ^ row_carry ^ c1;
          assign carry_d   = ((row_word & row_carry) | (row_word & c1) | (row_carry & c1)) << 1;
        end

        if (l != 0 && l != Levels && l % Spacing == 0) begin : gen_reg
          logic [SumBits-1:0] word_q, carry_q;
          always_ff @(posedge clk_i) begin
            if (en_i) begin
              word_q  <= word_d;
              carry_q <= carry_d;
            end
          end
          assign word  = word_q;
          assign carry = carry_q;
        end else begin : gen_wire
          assign word  = word_d;
          assign carry = carry_d;
        end
      end
    end

    assign sum_d = gen_level[Levels].gen_node[0].word + gen_level[Levels].gen_node[0].carry;
    if (Levels > 0) begin : gen_halves
      assign lower_d = gen_level[Levels-1].gen_node[0].word + gen_level[Levels-1].gen_node[0].carry;
      assign upper_d = gen_level[Levels-1].gen_node[1].word + gen_level[Levels-1].gen_node[1].carry;
    end
  end else begin : gen_binary
    for (genvar l = 0; l <= Levels; l++) begin : gen_level
      for (genvar n = 0; n < (Lanes + (1 << l) - 1) / (1 << l); n++) begin : gen_node
        logic [SumBits-1:0] word_d, word;

        if (l == 0) begin : gen_leaf
          assign word_d = {{(SumBits-Width){is_signed_i & data_i[n*Width+Width-1]}},
                           data_i[n*Width +: Width]};
        end else if (((2*n + 1) << l) >= 2*Lanes) begin : gen_pass      // no neighbour
          assign word_d = gen_level[l-1].gen_node[2*n].word;
        end else begin : gen_add
          assign word_d = gen_level[l-1].gen_node[2*n].word + gen_level[l-1].gen_node[2*n+1].word;
        end

        if (l != 0 && l != Levels && l % Spacing == 0) begin : gen_reg
          logic [SumBits-1:0] word_q;
          always_ff @(posedge clk_i) begin
            if (en_i) begin
              word_q <= word_d;
            end
          end
          assign word = word_q;
        end else begin : gen_wire
          assign word = word_d;
        end
      end
    end

    assign sum_d = gen_level[Levels].gen_node[0].word;
    if (Levels > 0) begin : gen_halves
      assign lower_d = gen_level[Levels-1].gen_node[0].word;
      assign upper_d = gen_level[Levels-1].gen_node[1].word;
    end
  end

  if (Levels == 0) begin : gen_one_lane
    assign lower_d = sum_d;
    assign upper_d = '0;
  end

  // The register after the last level, and beside it the two nodes below.
  always_ff @(posedge clk_i) begin
    if (en_i) begin
      sum_q   <= sum_d;
      lower_q <= lower_d;
      upper_q <= upper_d;
    end
  end

  assign sum_o       = sum_q;
  assign half_sums_o = {upper_q, lower_q};

endmodule

`default_nettype wire
