// gcim_philox: Philox4x32-10, one call of the counter-based random generator. Combinational.
// Meaning: cmodel/core/philox.c; Salmon, Moraes, Dror, Shaw, "Parallel random numbers", 2011.
`default_nettype none

module gcim_philox (
  input  wire logic [127:0] counter_i,                  // word 0 in the low bits
  input  wire logic [63:0]  key_i,
  output      logic [127:0] random_o
);

  for (genvar i = 0; i <= 10; i++) begin : gen_round    // words after round i
    logic [31:0] word0, word1, word2, word3;

    if (i == 0) begin : gen_counter
      assign {word3, word2, word1, word0} = counter_i;
    end else begin : gen_mix
      logic [31:0] key0, key1;                          // the key steps once per round
      logic [63:0] product0, product2;

      assign key0     = key_i[31:0] + 32'(i - 1) * 32'h9E3779B9;
      assign key1     = key_i[63:32] + 32'(i - 1) * 32'hBB67AE85;
      assign product0 = 64'(gen_round[i-1].word0) * 64'hD2511F53;
      assign product2 = 64'(gen_round[i-1].word2) * 64'hCD9E8D57;
      assign word0    = product2[63:32] ^ gen_round[i-1].word1 ^ key0;
      assign word1    = product2[31:0];
      assign word2    = product0[63:32] ^ gen_round[i-1].word3 ^ key1;
      assign word3    = product0[31:0];
    end
  end

  assign random_o = {gen_round[10].word3, gen_round[10].word2, gen_round[10].word1,
                     gen_round[10].word0};

endmodule

`default_nettype wire
