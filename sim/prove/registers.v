// Registers as wires, for the comparison of combinational functions (techmap -map).
(* techmap_celltype = "$dff $adff $dffe $adffe" *)
module registers_as_wires (CLK, ARST, EN, D, Q);
  parameter WIDTH = 1;
  parameter CLK_POLARITY = 1;
  parameter ARST_POLARITY = 1;
  parameter ARST_VALUE = 0;
  parameter EN_POLARITY = 1;
  input CLK, ARST, EN;
  input [WIDTH-1:0] D;
  output [WIDTH-1:0] Q;
  assign Q = D;
endmodule
