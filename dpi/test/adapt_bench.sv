// adapt_bench: every adapter against results derived by hand. Runs in Verilator and Icarus; no DPI.
`timescale 1ns/1ps
`default_nettype none

module adapt_bench;

  reg clk = 1'b0;
  reg rst_n = 1'b1;
  integer passed = 0;
  integer failed = 0;

  task check(input [8*24-1:0] name, input [63:0] got, input [63:0] want);
    if (got === want) begin
      passed = passed + 1;
    end else begin
      failed = failed + 1;
      $display("FAIL %0s: got %h, want %h", name, got, want);
    end
  endtask

  task edge_now;
    #5 clk = 1'b1;
    #5 clk = 1'b0;
  endtask

  // lanes: two lanes of 4 bits, 4'hb and 4'h3 (lane 0 = 3)
  wire [7:0]  two = 8'hb3;
  wire [11:0] plain, unsign, magnitude, offset, ones, shifted;
  wire [7:0]  cut, lanes, bits, inverted, major, narrow_magnitude;
  gcim_adapt_lanes #(.Lanes(2), .InBits(4), .OutBits(6)) u_plain (.in_i(two), .out_o(plain));
  gcim_adapt_lanes #(.Lanes(2), .InBits(4), .OutBits(6), .Format(1)) u_unsign (
    .in_i(two), .out_o(unsign));
  gcim_adapt_lanes #(.Lanes(2), .InBits(4), .OutBits(6), .Format(2)) u_magnitude (
    .in_i(two), .out_o(magnitude));
  gcim_adapt_lanes #(.Lanes(2), .InBits(4), .OutBits(6), .Format(3)) u_offset (
    .in_i(two), .out_o(offset));
  gcim_adapt_lanes #(.Lanes(2), .InBits(4), .OutBits(6), .Format(4)) u_ones (
    .in_i(two), .out_o(ones));
  gcim_adapt_lanes #(.Lanes(2), .InBits(4), .OutBits(6), .Low(2)) u_shifted (
    .in_i(two), .out_o(shifted));
  gcim_adapt_lanes #(.Lanes(2), .InBits(3), .OutBits(4), .Stride(4), .Format(1)) u_cut (
    .in_i(two), .out_o(cut));
  gcim_adapt_lanes #(.Lanes(2), .InBits(4), .ReverseLanes(1'b1)) u_lanes (
    .in_i(two), .out_o(lanes));
  gcim_adapt_lanes #(.Lanes(2), .InBits(4), .ReverseBits(1'b1)) u_bits (.in_i(two), .out_o(bits));
  gcim_adapt_lanes #(.Lanes(2), .InBits(4), .Invert(1'b1)) u_inverted (
    .in_i(two), .out_o(inverted));
  gcim_adapt_lanes #(.Lanes(2), .InBits(4), .BitMajor(1'b1)) u_major (.in_i(two), .out_o(major));
  gcim_adapt_lanes #(.Lanes(2), .InBits(4), .Format(2)) u_narrow (
    .in_i(8'h80), .out_o(narrow_magnitude));

  // addresses
  reg  [7:0] code = 8'h0;
  wire [2:0] from_gray, from_hot, from_cold, from_binary, from_mirror;
  wire       bad_hot, bad_cold, bad_gray, bad_binary, bad_mirror;
  gcim_adapt_addr #(.InBits(3), .Code(1)) u_gray (
    .valid_i(1'b1), .in_i(code[2:0]), .out_o(from_gray), .bad_o(bad_gray));
  gcim_adapt_addr #(.Code(2)) u_hot (
    .valid_i(1'b1), .in_i(code), .out_o(from_hot), .bad_o(bad_hot));
  gcim_adapt_addr #(.Code(2), .Invert(1'b1)) u_cold (
    .valid_i(1'b1), .in_i(code), .out_o(from_cold), .bad_o(bad_cold));
  gcim_adapt_addr #(.InBits(4)) u_binary (
    .valid_i(1'b1), .in_i(code[3:0]), .out_o(from_binary), .bad_o(bad_binary));
  gcim_adapt_addr #(.InBits(3), .ReverseBits(1'b1)) u_mirror (
    .valid_i(1'b1), .in_i(code[2:0]), .out_o(from_mirror), .bad_o(bad_mirror));

  // planes: lane 0 = 4'b0110, lane 1 = 4'b1011
  reg        plane_valid = 1'b0, plane_last = 1'b0;
  reg  [1:0] lsb_plane = 2'b0, msb_plane = 2'b0;
  reg  [3:0] digits = 4'b0;
  wire       lsb_fire, msb_fire, digit_fire;
  wire [7:0] lsb_word, msb_word, digit_word;
  gcim_adapt_planes #(.Lanes(2), .Bits(4)) u_lsb (
    .clk_i(clk), .rst_ni(rst_n), .valid_i(plane_valid), .last_i(plane_last), .plane_i(lsb_plane),
    .fire_o(lsb_fire),
    .word_o(lsb_word));
  gcim_adapt_planes #(.Lanes(2), .Bits(4), .MsbFirst(1'b1)) u_msb (
    .clk_i(clk), .rst_ni(rst_n), .valid_i(plane_valid), .last_i(plane_last), .plane_i(msb_plane),
    .fire_o(msb_fire),
    .word_o(msb_word));
  gcim_adapt_planes #(.Lanes(2), .Bits(4), .Digit(2)) u_digit (
    .clk_i(clk), .rst_ni(rst_n), .valid_i(plane_valid), .last_i(1'b0), .plane_i(digits),
    .fire_o(digit_fire),
    .word_o(digit_word));

  task plane(input [1:0] lsb, input [1:0] msb, input [3:0] digit, input last);
    plane_valid = 1'b1;
    plane_last = last;
    lsb_plane = lsb;
    msb_plane = msb;
    digits = digit;
    #1;
  endtask

  // results
  reg        start = 1'b0;
  reg  [3:0] data = 4'h0;
  wire       late_fire, now_fire, late_unstable, now_unstable;
  wire [3:0] late_data, now_data;
  gcim_adapt_result #(.Bits(4), .Latency(3), .Window(2)) u_late (
    .clk_i(clk), .rst_ni(rst_n), .valid_i(start), .data_i(data), .fire_o(late_fire),
    .data_o(late_data),
    .unstable_o(late_unstable));
  gcim_adapt_result #(.Bits(4), .Window(3)) u_now (
    .clk_i(clk), .rst_ni(rst_n), .valid_i(start), .data_i(data), .fire_o(now_fire),
    .data_o(now_data),
    .unstable_o(now_unstable));

  // units: popcounts 5 and 2 of 6 rows, as bipolar dot products: 2*5 - 6 = 4, 2*2 - 6 = -2; signed
  // -3 * 5 + 1 = -14
  wire [15:0] bipolar;
  wire [7:0]  signed_scaled;
  gcim_adapt_scale #(.Lanes(2), .InBits(3), .OutBits(8), .InSigned(1'b0), .Scale(2)) u_bipolar (
    .in_i({3'd2, 3'd5}), .offset_i(-8'd6), .out_o(bipolar));
  gcim_adapt_scale #(.InBits(3), .OutBits(8), .Scale(5)) u_signed (
    .in_i(3'b101), .offset_i(8'd1), .out_o(signed_scaled));

  // sums: parts 3, 1, 2 with the last one negative: LSB first 3 + 2*1 - 4*2 = -3; MSB first ((3)*2
  // + 1)*2 - 2 = 12
  reg        part_valid = 1'b0, part_last = 1'b0;
  reg  [2:0] part = 3'd0;
  wire       up_fire, down_fire;
  wire [7:0] up_sum, down_sum;
  gcim_adapt_sum #(.InBits(3), .OutBits(8)) u_up (
    .clk_i(clk), .rst_ni(rst_n), .valid_i(part_valid), .last_i(part_last), .negative_i(part_last),
    .part_i(part),
    .fire_o(up_fire), .sum_o(up_sum));
  gcim_adapt_sum #(.InBits(3), .OutBits(8), .MsbFirst(1'b1)) u_down (
    .clk_i(clk), .rst_ni(rst_n), .valid_i(part_valid), .last_i(part_last), .negative_i(part_last),
    .part_i(part),
    .fire_o(down_fire), .sum_o(down_sum));

  task lanes_and_units;
    check("two's complement", {52'd0, plain}, {52'd0, 6'h3b, 6'h03});        // b = -5
    check("unsigned", {52'd0, unsign}, {52'd0, 6'h0b, 6'h03});
    check("sign-magnitude", {52'd0, magnitude}, {52'd0, 6'h3d, 6'h03});      // b = -3
    // b = 11 - 8, 3 = 3 - 8
    check("offset binary", {52'd0, offset}, {52'd0, 6'h03, 6'h3b});
    check("ones' complement", {52'd0, ones}, {52'd0, 6'h3c, 6'h03});         // b = -4
    check("minus zero", {56'd0, narrow_magnitude}, 64'h00);
    check("low bits cut", {52'd0, shifted}, {52'd0, 6'h2c, 6'h0c});          // -5 * 4 = -20
    // bit 3 of each is padding
    check("padded lanes", {56'd0, cut}, 64'h33);
    check("lane order", {56'd0, lanes}, 64'h3b);
    check("bit order", {56'd0, bits}, 64'hdc);
    check("inverted", {56'd0, inverted}, 64'h4c);
    // lane 0 bits 0 2 4 6, lane 1 bits 1 3 5 7
    check("bit-major", {56'd0, major}, 64'hd5);
    check("popcount", {48'd0, bipolar}, 64'hfe04);
    check("scale signed", {56'd0, signed_scaled}, 64'hf2);
  endtask

  task addresses;
    code = 8'b0000_0110;
    #1 check("gray 110", {61'd0, from_gray}, 64'd4);
    check("mirror 110", {61'd0, from_mirror}, 64'd3);
    check("two lines", {63'd0, bad_hot}, 64'd1);
    check("binary 6", {60'd0, bad_binary, from_binary}, 64'd6);
    code = 8'b0010_0000;
    #1 check("one-hot 5", {60'd0, bad_hot, from_hot}, 64'd5);
    code = 8'b1111_0111;
    #1 check("one-cold 3", {60'd0, bad_cold, from_cold}, 64'd3);
    code = 8'b0000_1000;
    #1 check("binary 8 of 0..7", {63'd0, bad_binary}, 64'd1);
    code = 8'h0;
    #1 check("no line", {63'd0, bad_hot}, 64'd1);
  endtask

  task planes;
    plane(2'b10, 2'b10, 4'b11_10, 1'b0);
    check("no word yet", {61'd0, lsb_fire, msb_fire, digit_fire}, 64'd0);
    edge_now;
    plane(2'b11, 2'b01, 4'b10_01, 1'b0);
    check("digits, 2 bits", {55'd0, digit_fire, digit_word}, 64'h1b6);
    edge_now;
    plane(2'b01, 2'b11, 4'b0, 1'b0);
    edge_now;
    plane_valid = 1'b0;
    edge_now;                                   // a bubble changes nothing
    plane(2'b10, 2'b10, 4'b0, 1'b0);
    check("planes, LSB first", {55'd0, lsb_fire, lsb_word}, 64'h1b6);
    check("planes, MSB first", {55'd0, msb_fire, msb_word}, 64'h1b6);
    edge_now;
    plane(2'b11, 2'b10, 4'b0, 1'b0);
    edge_now;
    plane(2'b10, 2'b11, 4'b0, 1'b1);            // a word of two bits
    check("short, LSB first", {55'd0, lsb_fire, lsb_word}, 64'h131);
    check("short, MSB first", {55'd0, msb_fire, msb_word}, 64'h131);
    edge_now;
    plane_valid = 1'b0;
  endtask

  task results;
    start = 1'b1;
    data = 4'h6;
    #1 check("valid marks it", {59'd0, now_fire, now_data}, 64'h16);
    edge_now;                                   // start at this edge
    start = 1'b0;
    #1 check("held", {63'd0, now_unstable}, 64'd0);
    edge_now;
    data = 4'h7;
    #1 check("moved in its window", {63'd0, now_unstable}, 64'd1);
    check("not yet", {63'd0, late_fire}, 64'd0);
    edge_now;
    #1 check("after the window", {63'd0, now_unstable}, 64'd0);
    check("latency 3", {59'd0, late_fire, late_data}, 64'h17);
    edge_now;
    data = 4'h1;
    #1 check("late, moved", {62'd0, late_fire, late_unstable}, 64'd1);
    edge_now;
    #1 check("late, over", {62'd0, late_fire, late_unstable}, 64'd0);
  endtask

  task sums;
    part_valid = 1'b1;
    part = 3'd3;
    edge_now;
    part = 3'd1;
    edge_now;
    part = 3'd2;
    part_last = 1'b1;
    #1 check("parts, LSB first", {55'd0, up_fire, up_sum}, 64'h1fd);
    check("parts, MSB first", {55'd0, down_fire, down_sum}, 64'h10c);
    edge_now;
    part = 3'd1;
    #1 check("next starts from 0", {56'd0, up_sum}, 64'hff);
    part_valid = 1'b0;
  endtask

  initial begin
    #1 rst_n = 1'b0;
    #1 rst_n = 1'b1;
    lanes_and_units;
    addresses;
    planes;
    results;
    sums;
    $display("adapters: %0d passed, %0d failed", passed, failed);
    if (failed != 0 || passed == 0) begin
      $fatal(1, "adapters");
    end
    $finish;
  end

endmodule

`default_nettype wire
