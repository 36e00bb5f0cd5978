// gcim_apx_groups: groups of one-bit products: which of them are frequent patterns, and what a
// small tree counts of each. Combinational. Meaning: cmodel/unit/apx_pattern_tree.c; algorithm:
// cmodel/unit/apx_pattern_tree.def, 5..7; used by the units apx_pattern_*.
`default_nettype none

module gcim_apx_groups #(
  parameter  int Lanes  = 64,
  parameter  int Size   = 4,                            // bits per group, 1..6
  parameter  int Limit  = 1,                            // most ones the small tree counts
  parameter  int Set0   = 65535,                        // frequent patterns 0..15
  parameter  int Set1   = 65535,                        // 16..31
  parameter  int Set2   = 65535,                        // 32..47
  parameter  int Set3   = 65535,                        // 48..63
  localparam int Groups = (Lanes + Size - 1) / Size,
  localparam int Counts = Limit == 0 ? 1 : Limit < Size ? Limit : Size
) (
  input  wire logic [Lanes-1:0]         data_i,
  output      logic [Groups-1:0]        hit_o,          // the group's pattern is frequent
  output      logic [Counts*Groups-1:0] small_o         // min(ones, Limit) of every group, as so
                                                        // many ones in bits j, Groups+j, ..
);

  // The set of patterns with at least that many ones.
  function automatic logic [63:0] with_ones(input int least);
    for (int p = 0; p < 64; p++) begin
      with_ones[p] = (p & 1) + ((p >> 1) & 1) + ((p >> 2) & 1) + ((p >> 3) & 1) + ((p >> 4) & 1)
                     + ((p >> 5) & 1) >= least;
    end
  endfunction

  localparam logic [63:0] Frequent =
      {16'(Set3), 16'(Set2), 16'(Set1), 16'(Set0)} & ~with_ones(Limit + 1);

  logic [Groups*Size-1:0] padded;

  // Groups whose pattern is in a set.
  function automatic logic [Groups-1:0] groups_in(
    input logic [63:0] set, input logic [Groups*Size-1:0] data
  );
    for (int j = 0; j < Groups; j++) begin
      groups_in[j] = set[6'(data[j*Size +: Size])];
    end
  endfunction

  assign padded = (Groups*Size)'(data_i);
  assign hit_o  = groups_in(Frequent, padded);

  for (genvar n = 0; n < Counts; n++) begin : gen_count
    localparam logic [63:0] More = Limit == 0 ? '0 : with_ones(n + 1);

    assign small_o[n*Groups +: Groups] = groups_in(More, padded);
  end

endmodule

`default_nettype wire
