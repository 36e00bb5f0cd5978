// gcim_pkg: constants of the hardware, the same numbers as in the C model. No signals, no latency.
// Meaning: cmodel/include (same names with GCIM_). A test elaborates this and compares each.
`default_nettype none

package gcim_pkg;

  // Cell of a compute-in-memory column: how a stored bit meets an input bit.
  localparam logic [1:0] CELL_AND  = 2'd0;
  localparam logic [1:0] CELL_NOR  = 2'd1;
  localparam logic [1:0] CELL_XNOR = 2'd2;

  // What happens to a value that does not fit.
  localparam logic FIT_WRAP = 1'b0;
  localparam logic FIT_SAT  = 1'b1;

  // Rounding of dropped bits; the numbers 6 and 7 act as RND_RNE.
  localparam logic [2:0] RND_RNE   = 3'd0;   // to nearest, ties to even
  localparam logic [2:0] RND_RNA   = 3'd1;   // to nearest, ties away from zero
  localparam logic [2:0] RND_RTZ   = 3'd2;   // toward zero
  localparam logic [2:0] RND_FLOOR = 3'd3;
  localparam logic [2:0] RND_CEIL  = 3'd4;
  localparam logic [2:0] RND_JAM   = 3'd5;   // to odd: a lost bit sets the lowest kept one

  // Values of the parameter Topology of an adder tree.
  localparam int BINARY     = 0;
  localparam int CARRY_SAVE = 1;

  // Register stages of an adder tree of that many levels; per_reg = 0: one, at the end.
  function automatic int tree_regs(input int levels, input int per_reg);
    if (per_reg == 0 || levels == 0) begin
      tree_regs = 1;
    end else begin
      tree_regs = (levels + per_reg - 1) / per_reg;
    end
  endfunction

endpackage

`default_nettype wire
