// gcim_fp_macro: floating point on the SRAM-CIM macro: aligner, gcim_dcim_macro, exponent add,
// normalise. One vector at a time; its result shows XBits + 6 edges after its start.
// Meaning: cmodel/unit/fp_macro.c. Parameters, ports, cycles: cmodel/unit/fp_macro.def.
`default_nettype none

module gcim_fp_macro #(
  parameter  int XExpBits  = 5,                        // format of x
  parameter  int XManBits  = 10,
  parameter  int XBias     = 15,
  parameter  int XKind     = gcim_pkg::FLOAT_IEEE,
  parameter  int YExpBits  = 8,                        // format of y
  parameter  int YManBits  = 23,
  parameter  int YBias     = 127,
  parameter  int YKind     = gcim_pkg::FLOAT_IEEE,
  parameter  int Rows      = 16,                       // 1..256
  parameter  int Cols      = 4,                        // 1..64
  parameter  int XBits     = 12,                       // of an aligned x, 2..16
  parameter  int WBits     = 12,                       // of an aligned weight, 2..16
  parameter  int Guard     = 2,
  parameter  int ScaleBits = 10,                       // of a column's exponent, 4..12
  localparam int TileBits  = XBits + WBits + $clog2(Rows) + 1,
  parameter  int AccWidth  = TileBits + 4,
  localparam int XCodeBits = 1 + XExpBits + XManBits,
  localparam int YCodeBits = 1 + YExpBits + YManBits,
  localparam int AddrBits  = Rows > 1 ? $clog2(Rows) : 1
) (
  input  wire logic                      clk_i,
  input  wire logic                      rst_ni,       // asynchronous, active low
  // wr: write a row of aligned weights
  input  wire logic                      wr_valid_i,
  output      logic                      wr_ready_o,
  input  wire logic [AddrBits-1:0]       wr_addr_i,
  input  wire logic [Cols*WBits-1:0]     wr_data_i,
  // we: write the exponents of all columns
  input  wire logic                      we_valid_i,
  output      logic                      we_ready_o,
  input  wire logic [Cols*ScaleBits-1:0] we_exp_i,
  // st: start a vector
  input  wire logic                      st_valid_i,
  output      logic                      st_ready_o,
  input  wire logic [Rows*XCodeBits-1:0] st_x_i,
  input  wire logic [XExpBits-1:0]       st_x_ref_i,
  input  wire logic [1:0]                st_specials_i,
  input  wire logic                      st_daz_i,
  input  wire logic                      st_x_given_i,
  input  wire logic [2:0]                st_quant_i,
  input  wire logic                      st_sticky_i,
  input  wire logic                      st_cutoff_i,
  input  wire logic [1:0]                st_clamp_i,
  input  wire logic                      st_keep_i,
  input  wire logic [2:0]                st_rnd_i,
  input  wire logic [1:0]                st_ovf_i,
  input  wire logic [2:0]                st_nan_i,
  input  wire logic                      st_neg_zero_i,
  input  wire logic                      st_ftz_i,
  input  wire logic                      st_tiny_before_i,
  // rs: result of st
  output      logic                      rs_valid_o,
  input  wire logic                      rs_ready_i,
  output      logic [Cols*YCodeBits-1:0] rs_y_o,
  output      logic [Cols*7-1:0]         rs_flags_o,   // {OVF, NXA, SAT, NV, OF, UF, NX} per column
  output      logic                      rs_below_o,
  output      logic [Rows*XBits-1:0]     tap_x_q,
  output      logic [XExpBits:0]         tap_x_unit,
  output      logic                      tap_x_lost,
  output      logic [Cols*AccWidth-1:0]  tap_acc
);

  if ((XKind == gcim_pkg::FLOAT_IEEE && XExpBits < 2)
    || (YKind == gcim_pkg::FLOAT_IEEE && YExpBits < 2)) begin : gen_bad_exponent
    ieee_needs_two_exponent_bits u_error ();
  end

  localparam int SigBits  = XManBits + 1;
  // Holds x_unit - XBias - XBits + 2 + exp: below 2^12 in magnitude.
  localparam int EncBits  = 14;
  localparam int Fixed    = 2 - XBits - XBias;

  // The phases of a vector: taken, aligned, in the macro, result.
  logic taken_q, aligned_q, inside_q, result_q;
  logic start, done;

  logic [Rows*XCodeBits-1:0] x_q;
  logic [XExpBits-1:0]       x_ref_q;
  logic [1:0]                specials_q, clamp_q, ovf_q;
  logic [2:0]                quant_q, rnd_q, nan_q;
  logic                      daz_q, x_given_q, sticky_q, far_q, keep_q, neg_zero_q, ftz_q,
    tiny_before_q;

  assign start = st_valid_i && st_ready_o;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      taken_q   <= 1'b0;
      aligned_q <= 1'b0;
      inside_q  <= 1'b0;
      result_q  <= 1'b0;
    end else begin
      taken_q   <= start;
      aligned_q <= taken_q;
      inside_q  <= aligned_q || (inside_q && !done);
      result_q  <= done || (result_q && !rs_ready_i);
    end
  end

  always_ff @(posedge clk_i) begin
    if (start) begin
      x_q           <= st_x_i;
      x_ref_q       <= st_x_ref_i;
      specials_q    <= st_specials_i;
      daz_q         <= st_daz_i;
      x_given_q     <= st_x_given_i;
      quant_q       <= st_quant_i;
      sticky_q      <= st_sticky_i;
      far_q         <= st_cutoff_i;
      clamp_q       <= st_clamp_i;
      keep_q        <= st_keep_i;
      rnd_q         <= st_rnd_i;
      ovf_q         <= st_ovf_i;
      nan_q         <= st_nan_i;
      neg_zero_q    <= st_neg_zero_i;
      ftz_q         <= st_ftz_i;
      tiny_before_q <= st_tiny_before_i;
    end
  end

  // Decode, reference, align.
  logic [Rows-1:0]          sign, nonzero, unused_zero, inf, nan, snan, lost, unused_clamped;
  logic [Rows*XExpBits-1:0] exponent;
  logic [Rows*SigBits-1:0]  sig;
  logic [XExpBits-1:0]      edge_exp, unused_max, reference;
  logic                     unused_any, below;
  logic [Rows*XBits-1:0]    aligned;
  logic [XExpBits:0]        unit_exp;

  gcim_fp_unpack_lanes #(.Lanes(Rows), .ExpBits(XExpBits), .ManBits(XManBits),
    .Kind(XKind)) u_unpack (
    .specials_i(specials_q), .daz_i(daz_q), .code_i(x_q), .sign_o(sign), .exp_o(exponent),
    .sig_o(sig), .nonzero_o(nonzero),
    .is_zero_o(unused_zero), .is_inf_o(inf), .is_nan_o(nan), .is_snan_o(snan)
  );
  gcim_fp_edge #(.Lanes(Rows), .ExpBits(XExpBits)) u_edge (
    .exp_i(exponent), .counts_i(nonzero), .edge_o(edge_exp), .max_o(unused_max), .any_o(unused_any)
  );
  assign reference = x_given_q ? x_ref_q : edge_exp;
  gcim_fp_align_group #(.Lanes(Rows), .ExpBits(XExpBits), .SigBits(SigBits), .AlignedBits(XBits),
    .Guard(Guard)) u_align (
    .quant_i(quant_q), .sticky_i(sticky_q), .far_i(far_q), .clamp_i(clamp_q), .sign_i(sign),
    .exp_i(exponent), .sig_i(sig),
    .ref_i(reference), .q_o(aligned), .unit_exp_o(unit_exp), .lost_o(lost),
    .clamped_o(unused_clamped), .below_o(below)
  );

  logic [Rows*XBits-1:0] q_q;
  logic [XExpBits:0]     unit_q;
  logic                  lost_q, below_q, any_nan_q, signalling_q;
  logic [Rows-1:0]       plus_q, minus_q;              // infinities by sign

  always_ff @(posedge clk_i) begin
    if (taken_q) begin
      q_q          <= aligned;
      unit_q       <= unit_exp;
      lost_q       <= lost != '0;
      below_q      <= below;
      any_nan_q    <= nan != '0;
      signalling_q <= snan != '0;
      plus_q       <= inf & ~sign;
      minus_q      <= inf & sign;
    end
  end

  // The macro.
  localparam int ColSums = Cols * ((WBits + 3) / 4) * (5 + $clog2(Rows));

  logic                     write, scale, macro_rs_valid;
  logic                     unused_rd_ready, unused_wr_ready, unused_st_ready, unused_rq_valid;
  logic [Cols*WBits-1:0]    unused_rq_data;
  logic [ColSums-1:0]       unused_col_sum;
  logic [Cols*TileBits-1:0] unused_tile_sum;
  logic [Cols*AccWidth-1:0] acc;
  logic [Cols-1:0]          ovf;

  // Nothing is written under reset.
  assign write = wr_valid_i && wr_ready_o && rst_ni;
  assign scale = we_valid_i && we_ready_o && rst_ni;
  assign done  = inside_q && macro_rs_valid;

  gcim_dcim_macro #(
    .Rows(Rows), .Cols(Cols), .MaxX(XBits), .MaxW(WBits), .GateRows(Rows), .SpareRows(0),
    .AccWidth(AccWidth)
  ) u_macro (
    .clk_i, .rst_ni, .rd_valid_i(1'b0), .rd_ready_o(unused_rd_ready), .rd_addr_i({AddrBits{1'b0}}),
    .wr_valid_i(write), .wr_ready_o(unused_wr_ready), .wr_addr_i,
    .wr_data_i, .st_valid_i(aligned_q), .st_ready_o(unused_st_ready), .st_x_i(q_q),
    .st_row_en_i(1'b1), .st_repair_en_i(1'b0),
    .st_repair_row_i(1'b0), .st_x_bits_i(5'(XBits)), .st_w_bits_i(5'(WBits)), .st_x_signed_i(1'b1),
    .st_w_signed_i(1'b1),
    .st_cell_i(2'd0), .st_msb_first_i(1'b0), .st_keep_i(keep_q), .st_sat_i(1'b0),
    .rq_valid_o(unused_rq_valid), .rq_ready_i(1'b0), .rq_data_o(unused_rq_data),
    .rs_valid_o(macro_rs_valid), .rs_ready_i(inside_q), .rs_acc_o(acc), .rs_ovf_o(ovf),
    .tap_col_sum(unused_col_sum), .tap_tile_sum(unused_tile_sum)
  );

  // Exponents of the columns, and what infinities need to know of the weights: zero, negative.
  logic [Cols*ScaleBits-1:0] exp_q;

  always_ff @(posedge clk_i) begin
    if (scale) begin
      exp_q <= we_exp_i;
    end
  end

  for (genvar c = 0; c < Cols; c++) begin : gen_column
    logic [Rows-1:0]      zero_q, neg_q;
    logic                 plus, minus, undefined, is_nan, is_inf;
    logic [1:0]           special;
    logic [EncBits-1:0]   power;
    logic [YCodeBits-1:0] code, code_q;
    logic [4:0]           enc_flags;
    logic [6:0]           flags, flags_q;
    logic                 acc_sign;
    logic [AccWidth-1:0]  value, mag;
    logic [$clog2(AccWidth+1)-1:0] unused_lead;

    for (genvar r = 0; r < Rows; r++) begin : gen_row
      always_ff @(posedge clk_i) begin
        if (write && wr_addr_i == AddrBits'(r)) begin
          zero_q[r] <= wr_data_i[c*WBits +: WBits] == '0;
          neg_q[r]  <= wr_data_i[c*WBits + WBits - 1];
        end
      end
    end

    assign plus      = ((plus_q & ~zero_q & ~neg_q) | (minus_q & ~zero_q & neg_q)) != '0;
    assign minus     = ((plus_q & ~zero_q & neg_q) | (minus_q & ~zero_q & ~neg_q)) != '0;
    assign undefined = ((plus_q | minus_q) & zero_q) != '0 || (plus && minus);
    assign is_nan    = any_nan_q || undefined;
    assign is_inf    = plus || minus;
    assign special   = is_nan ? 2'd2 : is_inf ? 2'd1 : 2'd0;

    assign value    = acc[c*AccWidth +: AccWidth];
    assign acc_sign = value[AccWidth-1];
    assign mag      = acc_sign ? -value : value;
    assign power    = EncBits'(unit_q) + EncBits'(Fixed)
      + EncBits'($signed(exp_q[c*ScaleBits +: ScaleBits]));

    gcim_fp_encode #(
      .MagBits(AccWidth), .ScaleBits(EncBits), .ExpBits(YExpBits), .ManBits(YManBits),
      .Bias(YBias), .Kind(YKind), .RandBits(1)
    ) u_encode (
      .rnd_i(rnd_q), .ovf_i(ovf_q), .nan_i(nan_q), .neg_zero_i(neg_zero_q), .ftz_i(ftz_q),
      .tiny_before_i(tiny_before_q),
      .special_i(special), .sign_i(is_nan ? 1'b0 : is_inf ? minus : acc_sign), .mag_i(mag),
      .scale_i(power), .payload_i({YManBits{1'b0}}),
      .random_i(1'b0), .code_o(code), .flags_o(enc_flags), .lead_o(unused_lead)
    );
    assign flags = {ovf[c], lost_q, enc_flags | {1'b0, signalling_q || undefined, 3'b000}};

    always_ff @(posedge clk_i) begin
      if (done) begin
        code_q  <= code;
        flags_q <= flags;
      end
    end

    assign rs_y_o[c*YCodeBits +: YCodeBits] = code_q;
    assign rs_flags_o[c*7 +: 7]             = flags_q;
  end

  // Not busy, the macro is not busy either.
  logic idle;

  assign idle       = !taken_q && !aligned_q && !inside_q && !result_q;
  assign st_ready_o = idle;
  assign wr_ready_o = idle;
  assign we_ready_o = idle;
  assign rs_valid_o = result_q;
  assign rs_below_o = below_q;
  assign tap_x_q    = q_q;
  assign tap_x_unit = unit_q;
  assign tap_x_lost = lost_q;
  assign tap_acc    = acc;

endmodule

`default_nettype wire
