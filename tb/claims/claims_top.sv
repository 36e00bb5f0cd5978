// claims_top: the units behind the published claims about alignment, side by side, for
// claims_main.cpp. FP16 unless a name says otherwise.
`default_nettype none
/* verilator lint_off PINCONNECTEMPTY */ // a claim looks at few outputs

module claims_top (
  input  wire logic         clk_i,
  input  wire logic         rst_ni,
  // Eight lanes into serial aligners (digits of 2 bits, of 1 bit) and the barrel aligner.
  input  wire logic         group_valid_i,
  input  wire logic         accurate_i,
  input  wire logic [7:0]   sign_i,
  input  wire logic [39:0]  exp_i,
  input  wire logic [87:0]  sig_i,
  input  wire logic [4:0]   ref_i,
  output      logic         two_valid_o,
  output      logic         two_last_o,
  output      logic [15:0]  two_digits_o,
  output      logic         one_valid_o,
  output      logic         one_last_o,
  output      logic [7:0]   one_digits_o,
  output      logic [95:0]  barrel_o,
  // The same with BF16.
  input  wire logic [63:0]  bf_exp_i,
  input  wire logic [63:0]  bf_sig_i,
  input  wire logic [7:0]   bf_ref_i,
  output      logic         bf_valid_o,
  output      logic         bf_last_o,
  output      logic [15:0]  bf_digits_o,
  output      logic [71:0]  bf_barrel_o,
  // Digits of the first aligner into the multiply-accumulate without signs; the signed one beside
  // it.
  input  wire logic [7:0]   neg_i,
  input  wire logic [55:0]  mag_i,
  input  wire logic [95:0]  mac_x_i,
  input  wire logic [63:0]  mac_w_i,
  output      logic         n2c_valid_o,
  output      logic [22:0]  n2c_acc_o,
  output      logic [23:0]  mac_acc_o,
  // Products: exact without and with folding, and folded with 16 and 4 guard bits.
  input  wire logic [1023:0] x_i,
  input  wire logic [1023:0] w_i,
  output      logic [31:0]  exact_y_o,
  output      logic [31:0]  folded_y_o,
  output      logic [11:0]  guard16_ref_o,
  output      logic [52:0]  guard16_sum_o,
  output      logic [11:0]  guard4_ref_o,
  output      logic [40:0]  guard4_sum_o,
  // Weights: aligned to 8 bits with the reference of the layer, the kernel, or four vectors of a
  // kernel.
  input  wire logic         w_given_i,
  input  wire logic [19:0]  w_ref_i,
  output      logic [511:0] w_q_o,
  output      logic [23:0]  w_unit_o
);

  localparam logic [2:0] Floor = gcim_pkg::RND_FLOOR;
  localparam logic [2:0] Rtz   = gcim_pkg::RND_RTZ;

  gcim_fp_align_serial #(.Lanes(8), .ExpBits(5), .SigBits(11), .AlignedBits(12), .Digit(2)) u_two (
    .clk_i, .rst_ni, .st_valid_i(group_valid_i), .st_ready_o(), .st_sign_i(sign_i),
    .st_exp_i(exp_i), .st_sig_i(sig_i),
    .st_accurate_i(accurate_i), .dg_valid_o(two_valid_o), .dg_ready_i(1'b1),
    .dg_digits_o(two_digits_o), .dg_ref_o(),
    .dg_first_o(), .dg_last_o(two_last_o), .tap_started()
  );
  gcim_fp_align_serial #(.Lanes(8), .ExpBits(5), .SigBits(11), .AlignedBits(12), .Digit(1)) u_one (
    .clk_i, .rst_ni, .st_valid_i(group_valid_i), .st_ready_o(), .st_sign_i(sign_i),
    .st_exp_i(exp_i), .st_sig_i(sig_i),
    .st_accurate_i(accurate_i), .dg_valid_o(one_valid_o), .dg_ready_i(1'b1),
    .dg_digits_o(one_digits_o), .dg_ref_o(),
    .dg_first_o(), .dg_last_o(one_last_o), .tap_started()
  );
  gcim_fp_align #(.Lanes(8), .ExpBits(5), .SigBits(11), .AlignedBits(12), .Guard(1)) u_barrel (
    .clk_i, .rst_ni, .valid_i(1'b1), .quant_i(Floor), .sticky_i(1'b1), .cutoff_i(1'b0),
    .clamp_i(2'd1),
    .sign_i, .exp_i, .sig_i, .ref_exp_i(ref_i), .valid_o(), .q_o(barrel_o), .unit_exp_o(),
    .lost_o(), .clamped_o(), .below_o()
  );
  gcim_fp_align_serial #(.Lanes(8), .ExpBits(8), .SigBits(8), .AlignedBits(9), .Digit(2)) u_bf_two (
    .clk_i, .rst_ni, .st_valid_i(group_valid_i), .st_ready_o(), .st_sign_i(sign_i),
    .st_exp_i(bf_exp_i), .st_sig_i(bf_sig_i),
    .st_accurate_i(accurate_i), .dg_valid_o(bf_valid_o), .dg_ready_i(1'b1),
    .dg_digits_o(bf_digits_o), .dg_ref_o(),
    .dg_first_o(), .dg_last_o(bf_last_o), .tap_started()
  );
  gcim_fp_align #(.Lanes(8), .ExpBits(8), .SigBits(8), .AlignedBits(9), .Guard(1)) u_bf_barrel (
    .clk_i, .rst_ni, .valid_i(1'b1), .quant_i(Floor), .sticky_i(1'b1), .cutoff_i(1'b0),
    .clamp_i(2'd1),
    .sign_i, .exp_i(bf_exp_i), .sig_i(bf_sig_i), .ref_exp_i(bf_ref_i), .valid_o(),
    .q_o(bf_barrel_o), .unit_exp_o(), .lost_o(),
    .clamped_o(), .below_o()
  );
  gcim_fp_n2c_mac #(.Rows(8), .Cols(1), .Digit(2), .MaxDigits(6), .MagBits(7)) u_n2c (
    .clk_i, .rst_ni, .dg_valid_i(two_valid_o && !accurate_i), .dg_ready_o(),
    .dg_digits_i(two_digits_o), .dg_last_i(two_last_o),
    .dg_w_neg_i(neg_i), .dg_w_mag_i(mag_i), .rs_valid_o(n2c_valid_o), .rs_ready_i(1'b1),
    .rs_acc_o(n2c_acc_o), .rs_digits_o(),
    .tap_raw(), .tap_comp()
  );
  gcim_fp_mac #(.Lanes(8), .XBits(12), .WBits(8)) u_mac (
    .clk_i, .rst_ni, .valid_i(1'b1), .correct_i(1'b0), .x_i(mac_x_i), .w_i(mac_w_i), .valid_o(),
    .acc_o(mac_acc_o),
    .tap_sum(), .tap_w_sum()
  );

  gcim_fp_pdot #(.Lanes(4), .Frac(80)) u_exact (
    .clk_i, .rst_ni, .valid_i(1'b1), .specials_i(2'd0), .daz_i(1'b0), .quant_i(Rtz),
    .zeros_i(1'b0), .c_mode_i(2'd2),
    .rnd_i(3'd0), .ovf_i(2'd0), .nan_i(3'd0), .neg_zero_i(1'b0), .ftz_i(1'b0),
    .tiny_before_i(1'b0), .x_i(x_i[63:0]),
    .w_i(w_i[63:0]), .c_i(32'd0), .random_i(8'd0), .valid_o(), .y_o(exact_y_o), .flags_o(),
    .tap_ref(), .tap_q(), .tap_sum()
  );
  gcim_fp_pdot #(.Lanes(4), .Frac(80), .Fold(2)) u_folded (
    .clk_i, .rst_ni, .valid_i(1'b1), .specials_i(2'd0), .daz_i(1'b0), .quant_i(Rtz),
    .zeros_i(1'b0), .c_mode_i(2'd2),
    .rnd_i(3'd0), .ovf_i(2'd0), .nan_i(3'd0), .neg_zero_i(1'b0), .ftz_i(1'b0),
    .tiny_before_i(1'b0), .x_i(x_i[63:0]),
    .w_i(w_i[63:0]), .c_i(32'd0), .random_i(8'd0), .valid_o(), .y_o(folded_y_o), .flags_o(),
    .tap_ref(), .tap_q(), .tap_sum()
  );
  gcim_fp_pdot #(.Lanes(64), .Frac(36), .Fold(2)) u_guard16 (
    .clk_i, .rst_ni, .valid_i(1'b1), .specials_i(2'd0), .daz_i(1'b0), .quant_i(Rtz),
    .zeros_i(1'b0), .c_mode_i(2'd2),
    .rnd_i(3'd0), .ovf_i(2'd0), .nan_i(3'd0), .neg_zero_i(1'b0), .ftz_i(1'b0),
    .tiny_before_i(1'b0), .x_i, .w_i,
    .c_i(32'd0), .random_i(8'd0), .valid_o(), .y_o(), .flags_o(), .tap_ref(guard16_ref_o),
    .tap_q(), .tap_sum(guard16_sum_o)
  );
  gcim_fp_pdot #(.Lanes(64), .Frac(24), .Fold(2)) u_guard4 (
    .clk_i, .rst_ni, .valid_i(1'b1), .specials_i(2'd0), .daz_i(1'b0), .quant_i(Rtz),
    .zeros_i(1'b0), .c_mode_i(2'd2),
    .rnd_i(3'd0), .ovf_i(2'd0), .nan_i(3'd0), .neg_zero_i(1'b0), .ftz_i(1'b0),
    .tiny_before_i(1'b0), .x_i, .w_i,
    .c_i(32'd0), .random_i(8'd0), .valid_o(), .y_o(), .flags_o(), .tap_ref(guard4_ref_o), .tap_q(),
    .tap_sum(guard4_sum_o)
  );

  gcim_fp_dot #(.Lanes(16), .Groups(4), .WBits(8)) u_weights (
    .clk_i, .rst_ni, .valid_i(1'b1), .specials_i(2'd0), .daz_i(1'b0), .x_given_i(1'b0),
    .w_given_i(w_given_i), .quant_i(Rtz),
    .sticky_i(1'b1), .cutoff_i(1'b0), .clamp_i(2'd0), .correct_i(1'b0), .acc_i(2'd0), .rnd_i(3'd0),
    .ovf_i(2'd0),
    .nan_i(3'd0), .neg_zero_i(1'b0), .ftz_i(1'b0), .tiny_before_i(1'b0), .x_i, .w_i,
    .x_ref_i(20'd0), .w_ref_i, .random_i(8'd0),
    .valid_o(), .y_o(), .flags_o(), .below_o(), .tap_x_q(), .tap_w_q(w_q_o), .tap_x_unit(),
    .tap_w_unit(w_unit_o), .tap_acc(),
    .tap_partial(), .tap_clamped()
  );

endmodule

`default_nettype wire
