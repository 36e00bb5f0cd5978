// gcim_dcim_ctrl: handshakes, bit serialiser and pipeline valids of gcim_dcim_macro.
// Meaning: cmodel/unit/dcim_macro.c. Cycle table: cmodel/unit/dcim_macro.def, 2..9, 16, 19.
`default_nettype none

module gcim_dcim_ctrl #(
  parameter int MaxX     = 8,
  parameter int MaxW     = 8,
  parameter int TreeRegs = 1
) (
  input  wire logic            clk_i,
  input  wire logic            rst_ni,
  input  wire logic            rd_valid_i,
  output      logic            rd_ready_o,
  output      logic            rd_en_o,        // a read is accepted
  input  wire logic            wr_valid_i,
  output      logic            wr_ready_o,
  output      logic            wr_en_o,        // a write is accepted
  input  wire logic            st_valid_i,
  output      logic            st_ready_o,
  output      logic            st_en_o,        // a tile is accepted
  input  wire logic [4:0]      st_x_bits_i,
  input  wire logic [4:0]      st_w_bits_i,
  input  wire logic            st_x_signed_i,
  input  wire logic            st_w_signed_i,
  input  wire logic [1:0]      st_cell_i,
  input  wire logic            st_msb_first_i,
  input  wire logic            st_keep_i,
  input  wire logic            st_sat_i,
  output      logic            rq_valid_o,
  input  wire logic            rq_ready_i,
  output      logic            rs_valid_o,
  input  wire logic            rs_ready_i,
  output      logic            advance_o,      // not blocked: every pipeline register advances
  // The bit cycle that runs: at the cells.
  output      logic [1:0]      cell_o,
  output      logic [3:0]      x_index_o,      // its x bit
  output      logic [MaxW-1:0] w_active_o,     // weight bits that count
  output      logic [MaxW-1:0] w_sign_o,       // the one with negative weight, if any
  // The bit cycle whose column sums are at the end of the trees.
  output      logic            sum_first_o,    // of its tile
  output      logic            sum_negative_o, // it is the sign bit of x
  output      logic            sum_msb_first_o,
  output      logic [3:0]      sum_x_index_o,
  // The tile sum that is complete.
  output      logic            store_o,        // it moves to the result register
  output      logic            end_keep_o,
  output      logic            end_sat_o
);

  localparam int PipeBits = 10;

  logic       run_q, msb_first_q, x_signed_q, keep_q, sat_q;
  logic [1:0] cell_q;
  logic [3:0] index_q, top_q;
  logic [MaxW-1:0] active_q, sign_q;

  logic busy, at_top, at_bottom, first, last, is_xnor;
  logic [4:0] x_bits, w_bits;
  logic [TreeRegs-1:0] live_q;                 // bit cycles in the trees, the oldest on top
  logic sum_last, sum_keep, sum_sat;
  logic done_q, end_keep_q, end_sat_q;
  logic rq_valid_q, rs_valid_q;

  // Handshakes: functions of state only. A write under reset must not reach the cells, which have
  // no reset of their own.
  assign busy       = run_q || live_q != '0 || done_q;
  assign advance_o  = !(done_q && rs_valid_q);
  assign store_o    = done_q && !rs_valid_q;
  assign rd_ready_o = !busy && !rq_valid_q;
  assign wr_ready_o = !busy;
  assign st_ready_o = advance_o && (!run_q || last);
  assign rd_en_o    = rd_valid_i && rd_ready_o;
  assign wr_en_o    = wr_valid_i && wr_ready_o && rst_ni;
  assign st_en_o    = st_valid_i && st_ready_o;
  assign rq_valid_o = rq_valid_q;
  assign rs_valid_o = rs_valid_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      rq_valid_q <= 1'b0;
      rs_valid_q <= 1'b0;
    end else begin
      rq_valid_q <= rd_en_o || (rq_valid_q && !rq_ready_i);
      rs_valid_q <= store_o || (rs_valid_q && !rs_ready_i);
    end
  end

  // Modes of a tile: sampled at its start, out-of-range widths act as the full width.
  assign x_bits  = st_x_bits_i == '0 || st_x_bits_i > 5'(MaxX) ? 5'(MaxX) : st_x_bits_i;
  assign w_bits  = st_w_bits_i == '0 || st_w_bits_i > 5'(MaxW) ? 5'(MaxW) : st_w_bits_i;
  assign is_xnor = st_cell_i == gcim_pkg::CELL_XNOR;

  always_ff @(posedge clk_i) begin
    if (st_en_o) begin
      cell_q      <= st_cell_i;
      top_q       <= 4'(x_bits - 5'd1);
      msb_first_q <= st_msb_first_i;
      x_signed_q  <= st_x_signed_i && !is_xnor;
      keep_q      <= st_keep_i;
      sat_q       <= st_sat_i;
      active_q    <= ~({MaxW{1'b1}} << w_bits);
      sign_q      <= st_w_signed_i && !is_xnor ? MaxW'(1) << (w_bits - 5'd1) : '0;
    end
  end

  // Serialiser: index_q is the x bit of the running bit cycle.
  assign at_top    = index_q == top_q;
  assign at_bottom = index_q == '0;
  assign first     = msb_first_q ? at_top : at_bottom;
  assign last      = msb_first_q ? at_bottom : at_top;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      run_q   <= 1'b0;
      index_q <= '0;
    end else if (st_en_o) begin
      run_q   <= 1'b1;
      index_q <= st_msb_first_i ? 4'(x_bits - 5'd1) : '0;
    end else if (advance_o && run_q) begin
      run_q   <= !last;
      index_q <= msb_first_q ? index_q - 4'd1 : index_q + 4'd1;
    end
  end

  // Along the trees: a valid with reset, and what the accumulators must know.
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      live_q <= '0;
      done_q <= 1'b0;
    end else if (advance_o) begin
      live_q <= TreeRegs'({live_q, run_q});
      done_q <= live_q[TreeRegs-1] && sum_last;
    end
  end

  gcim_delay #(.Width(PipeBits), .Stages(TreeRegs)) u_pipe (
    .clk_i,
    .en_i  (advance_o),
    .data_i({keep_q, sat_q, first, last, x_signed_q && at_top, msb_first_q, index_q}),
    .data_o({sum_keep, sum_sat, sum_first_o, sum_last, sum_negative_o, sum_msb_first_o,
             sum_x_index_o})
  );

  always_ff @(posedge clk_i) begin
    if (advance_o) begin
      end_keep_q <= sum_keep;
      end_sat_q  <= sum_sat;
    end
  end

  assign cell_o     = cell_q;
  assign x_index_o  = index_q;
  assign w_active_o = active_q;
  assign w_sign_o   = sign_q;
  assign end_keep_o = end_keep_q;
  assign end_sat_o  = end_sat_q;

endmodule

`default_nettype wire
