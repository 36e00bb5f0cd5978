// gcim_fp_lead: place of the highest one of a word, and the word with that one moved to the top.
// Combinational. Meaning: cmodel/unit/fp_norm.def, 15.
`default_nettype none

module gcim_fp_lead #(
  parameter  int Width    = 26,                        // any from 1
  localparam int LeadBits = $clog2(Width + 1)
) (
  input  wire logic [Width-1:0]    data_i,
  output      logic [LeadBits-1:0] lead_o,             // 1 + place of the highest one, 0 if none
  output      logic [Width-1:0]    word_o              // data_i << (Width - lead_o)
);

  localparam int Levels = $clog2(Width);

  // Halving steps: if the top 2^k bits are zero, they go, 2^Levels - 1 >= Width - 1 at most.
  for (genvar l = 0; l <= Levels; l++) begin : gen_level
    logic [Width-1:0]    word;
    logic [LeadBits-1:0] lead;

    if (l == 0) begin : gen_first
      assign word = data_i;
      assign lead = LeadBits'(Width);
    end else begin : gen_step
      localparam int Size = 1 << (Levels - l);
      logic none;
      assign none = gen_level[l-1].word[Width-1 -: Size] == '0;
      assign word = none ? gen_level[l-1].word << Size : gen_level[l-1].word;
      assign lead = none ? gen_level[l-1].lead - LeadBits'(Size) : gen_level[l-1].lead;
    end
  end

  assign word_o = gen_level[Levels].word;
  assign lead_o = word_o[Width-1] ? gen_level[Levels].lead : '0;

endmodule

`default_nettype wire
