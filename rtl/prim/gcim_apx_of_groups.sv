// gcim_apx_of_groups: the data of chosen groups, 0 elsewhere. Combinational.
// Meaning: cmodel/unit/apx_pattern_tree.c; groups: cmodel/unit/apx_pattern_tree.def, 5.
`default_nettype none

module gcim_apx_of_groups #(
  parameter  int Lanes  = 64,
  parameter  int Size   = 4,                            // bits per group
  localparam int Groups = (Lanes + Size - 1) / Size
) (
  input  wire logic [Lanes-1:0]  data_i,
  input  wire logic [Groups-1:0] group_i,
  output      logic [Lanes-1:0]  data_o
);

  function automatic logic [Lanes-1:0] lanes_of(input logic [Groups-1:0] group);
    for (int l = 0; l < Lanes; l++) begin
      lanes_of[l] = group[l / Size];
    end
  endfunction

  assign data_o = data_i & lanes_of(group_i);

endmodule

`default_nettype wire
