// The glue: when zeta_mvm takes a command, when its answer counts, and how to read its lines.
module zeta_glue (
  input ck, clear, wr, bp_v, bp_end, q_v, input [7:0] wl, bp, input [15:0] bl_b, input [47:0] q
);

  wire [2:0]  addr;
  wire [15:0] weights;
  wire [39:0] x;
  wire [63:0] acc;
  wire        bad, start;

  gcim_adapt_addr #(.InBits(8), .OutBits(3), .Code(2)) u_addr (
    .valid_i(wr), .in_i(wl), .out_o(addr), .bad_o(bad));
  gcim_adapt_lanes #(.Lanes(4), .InBits(4), .Invert(1'b1), .ReverseLanes(1'b1)) u_w (
    .in_i(bl_b), .out_o(weights));
  gcim_adapt_planes #(.Lanes(8), .Bits(5), .MsbFirst(1'b1)) u_x (
    .clk_i(ck), .rst_ni(!clear), .valid_i(bp_v), .last_i(bp_end), .plane_i(bp),
    .fire_o(start), .word_o(x));
  gcim_adapt_lanes #(.Lanes(4), .InBits(12), .OutBits(16), .Format(2), .ReverseLanes(1'b1)) u_q (
    .in_i(q), .out_o(acc));

  gcim_dcim_macro_flow #(
    .Rows(8), .Cols(4), .MaxX(5), .MaxW(4), .GateRows(8), .SpareRows(0), .AccWidth(16),
    .MaxLatency(4), .RsOvfShownBits(0)              // no overflow flag
  ) u_flow (
    .clk_i(ck), .rst_ni(!clear), .fault_i(bad),
    .wr_fire_i(wr), .wr_addr_i(addr), .wr_data_i(weights),
    .st_fire_i(start), .st_x_i(x), .st_x_bits_i(5'd5), .st_w_bits_i(5'd4), .st_x_signed_i(1'b0),
    .st_w_signed_i(1'b1), .st_cell_i(2'd0), .st_msb_first_i(1'b1), .st_keep_i(1'b0),
    .st_sat_i(1'b0), .st_row_en_i(1'b1), .st_repair_en_i(1'b0), .st_repair_row_i(1'b0),
    .rs_fire_i(q_v), .rs_acc_o(acc), .rs_ovf_o(4'd0),
    .rd_fire_i(1'b0), .rd_addr_i(3'd0), .rq_fire_i(1'b0), .rq_data_o(16'd0)
  );

endmodule

bind zeta_mvm zeta_glue u_glue (.*);
