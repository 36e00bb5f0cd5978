// The glue: what acme_cim's pins mean in the words of the card. Bound to the macro, whose source
// stays as it is.
module acme_glue (
  input clk, rst, we, w_ok, go, go_ok, add, done, take,
  input [3:0] row, overflow, input [15:0] bl_n, input [47:0] vec_n, input [55:0] mac
);

  gcim_dcim_macro_check #(
    .Rows(12), .Cols(4), .MaxX(4), .MaxW(4), .GateRows(12), .SpareRows(0), .AccWidth(14)
  ) u_check (
    .clk_i(clk), .rst_ni(!rst),
    .wr_valid_i(we), .wr_ready_o(w_ok), .wr_addr_i(row), .wr_data_i(~bl_n),
    .st_valid_i(go), .st_ready_o(go_ok), .st_x_i(~vec_n), .st_keep_i(add),
    .rs_valid_o(done), .rs_ready_i(take), .rs_acc_o(mac), .rs_ovf_o(overflow),
    // what this macro always does: 4 x 4 bits, both signed, plain cells, LSB first, wrap, all rows,
    // no repair
    .st_x_bits_i(5'd4), .st_w_bits_i(5'd4), .st_x_signed_i(1'b1), .st_w_signed_i(1'b1),
    .st_cell_i(2'd0), .st_msb_first_i(1'b0), .st_sat_i(1'b0), .st_row_en_i(1'b1),
    .st_repair_en_i(1'b0), .st_repair_row_i(1'b0),
    // no read-back: nothing is ever asked, and it could be asked whenever nothing runs
    .rd_valid_i(1'b0), .rd_ready_o(w_ok), .rd_addr_i(4'd0),
    .rq_valid_o(1'b0), .rq_ready_i(1'b1), .rq_data_o(16'd0),
    // no taps
    .tap_col_sum(32'd0), .tap_tile_sum(52'd0)
  );

endmodule

bind acme_cim acme_glue u_glue (.*);
