// pkg_bench: a scoreboard on the fixed-width packages: add_tree.tiny exhaustively against the RTL,
// dcim_macro.tiny stepped beside the RTL under random traffic; pkg_all (generated) makes one model
// of every configuration. +bug flips a result bit.
`timescale 1ns/1ps
`default_nettype none

module pkg_bench;

  import gcim_dcim_macro_tiny_pkg::*;

  chandle tree, macro;
  int     compared = 0;
  int     results = 0;
  int     wrong = 0;
  int     status;
  logic   clk = 1'b0;
  logic   rst_n = 1'b1;
  logic   bug;
  int     cycles = 0;
  logic [31:0] a = 32'd1, b = 32'd2;

  always #5 clk = ~clk;

  // add_tree.tiny: all 2^13 inputs in turn; answers one edge later
  bit [12:0] now = 13'd0, last = 13'd0;
  bit [6:0]  expected;
  logic      sum_valid;
  logic [6:0] sum;
  logic [13:0] halves;
  gcim_add_tree #(.Lanes(3), .Width(4)) u_tree (
    .clk_i(clk), .rst_ni(rst_n), .valid_i(1'b1), .is_signed_i(now[12]), .data_i(now[11:0]),
    .valid_o(sum_valid), .sum_o(sum), .tap_half_sums(halves)
  );

  // dcim_macro.tiny
  logic rd_valid = 1'b0, wr_valid = 1'b0, st_valid = 1'b0, rq_take = 1'b0, rs_take = 1'b0;
  logic rd_ready, wr_ready, st_ready, rq_valid, rs_valid;
  logic [AddrBits-1:0] rd_addr = '0, wr_addr = '0;
  logic [Cols*MaxW-1:0] wr_data = '0, rq_data;
  logic [Rows*MaxX-1:0] x = '0;
  logic [GateGroups-1:0] row_en = '0;
  logic [7:0] modes = '0;
  logic [SpareRows-1:0] repair_en = '0;
  logic [SpareRows*AddrBits-1:0] repair_row = '0;
  logic [Cols*AccWidth-1:0] acc;
  logic [Cols-1:0] ovf;
  wire [4:0] x_bits = modes[0] ? 5'd1 : 5'd2;
  wire [4:0] w_bits = modes[1] ? 5'd1 : 5'd2;
  wire [1:0] kind = modes[3:2] == 2'd3 ? 2'd0 : modes[3:2];
  wire x_signed = modes[4] && kind != 2'd2;
  wire w_signed = modes[5] && kind != 2'd2;
  gcim_dcim_macro #(
    .Rows(Rows), .Cols(Cols), .MaxX(MaxX), .MaxW(MaxW), .Group(Group), .GateRows(GateRows),
    .SpareRows(SpareRows),
    .AccWidth(AccWidth)
  ) u_macro (
    .clk_i(clk), .rst_ni(rst_n),
    .rd_valid_i(rd_valid), .rd_ready_o(rd_ready), .rd_addr_i(rd_addr),
    .wr_valid_i(wr_valid), .wr_ready_o(wr_ready), .wr_addr_i(wr_addr), .wr_data_i(wr_data),
    .st_valid_i(st_valid), .st_ready_o(st_ready), .st_x_i(x), .st_row_en_i(row_en),
    .st_repair_en_i(repair_en),
    .st_repair_row_i(repair_row), .st_x_bits_i(x_bits), .st_w_bits_i(w_bits),
    .st_x_signed_i(x_signed),
    .st_w_signed_i(w_signed), .st_cell_i(kind), .st_msb_first_i(modes[6]), .st_keep_i(modes[7]),
    .st_sat_i(modes[0]),
    .rq_valid_o(rq_valid), .rq_ready_i(rq_take), .rq_data_o(rq_data),
    .rs_valid_o(rs_valid), .rs_ready_i(rs_take), .rs_acc_o(acc), .rs_ovf_o(ovf), .tap_col_sum(),
    .tap_tile_sum()
  );

  bit e_rd_ready, e_wr_ready, e_st_ready, e_rq_valid, e_rs_valid;
  bit [Cols*MaxW-1:0] e_rq_data;
  bit [Cols*AccWidth-1:0] e_acc;
  bit [Cols-1:0] e_ovf;
  bit [7:0] care;

  initial begin
    bug = $test$plusargs("bug") != 0;
    tree = gcim_add_tree_tiny_pkg::gcim_dpi_add_tree_tiny_new();
    macro = gcim_dpi_dcim_macro_tiny_new();
    if (tree == null || macro == null) begin
      $fatal(1, "no model: %s", gcim_dpi_pkg::gcim_dpi_error());
    end
  end

  task automatic same(input bit matters, input bit equal, input string name);
    if (matters) begin
      compared = compared + 1;
      if (!equal) begin
        wrong = wrong + 1;
        if (wrong == 1) begin
          $display("cycle %0d: %s differs", cycles, name);
        end
      end
    end
  endtask

  always @(posedge clk) begin
    status = gcim_dpi_dcim_macro_tiny_step(
      macro, 32'(rst_n), rd_valid, e_rd_ready, rd_addr, wr_valid, e_wr_ready, wr_addr, wr_data,
      st_valid, e_st_ready, x,
      row_en, repair_en, repair_row, x_bits, w_bits, x_signed, w_signed, kind, modes[6], modes[7],
      modes[0],
      e_rq_valid, rq_take, e_rq_data, e_rs_valid, rs_take, e_acc, e_ovf, care);
    same(1'b1, status == 0, "status of step");
    same(care[0], rd_ready == e_rd_ready, "rd_ready");
    same(care[1], wr_ready == e_wr_ready, "wr_ready");
    same(care[2], st_ready == e_st_ready, "st_ready");
    same(care[3], rq_valid == e_rq_valid, "rq_valid");
    same(care[4], rq_data == e_rq_data, "rq_data");
    same(care[5], rs_valid == e_rs_valid, "rs_valid");
    same(care[6], (acc ^ 12'(bug)) == e_acc, "rs_acc");
    same(care[7], ovf == e_ovf, "rs_ovf");
    results = results + 32'(care[6]);
    if (rst_n && sum_valid) begin
      status = gcim_add_tree_tiny_pkg::gcim_dpi_add_tree_tiny_eval(
        tree, last[12], last[11:0], expected);
      same(1'b1, status == 0 && expected == sum, "add_tree sum");
    end
    last = now;
  end

  always @(negedge clk) begin
    cycles <= cycles + 1;
    a <= a * 32'd1664525 + 32'd1013904223;
    b <= b * 32'd22695477 + 32'd1;
    rst_n <= cycles > 2;
    now <= cycles > 3 ? now + 13'd1 : 13'd0;
    rd_valid <= cycles > 4 && a[31:29] == 3'd0;
    wr_valid <= cycles > 4 && (cycles < 40 || a[28:25] == 4'd0);
    st_valid <= cycles > 40 && a[24];
    rq_take <= a[23];
    rs_take <= a[22] || a[21];
    rd_addr <= b[31:29];
    wr_addr <= cycles < 40 ? AddrBits'(cycles) : b[28:26];
    wr_data <= b[25:22];
    x <= a[20:13];
    row_en <= b[21:20];
    modes <= b[19:12];
    repair_en <= a[12:11] & a[10:9];
    repair_row <= b[11:6];
    if (cycles == 8192 + 8) begin
      $display("packages: %0d values compared, %0d results, %0d wrong", compared, results, wrong);
      if (wrong != 0 || results == 0) begin
        $fatal(1, "packages");
      end
      $finish;
    end
  end

  pkg_all u_all ();

endmodule

`default_nettype wire
