// gcim_mx_macro: Microscaling on the SRAM-CIM macro: shared scale and elements, gcim_dcim_macro
// with a tree for frequent patterns, sum over blocks. One vector at a time; with B bits per x its
// result shows B + 6 edges after its start.
// Meaning: cmodel/unit/mx_macro.c. Parameters, ports, cycles: cmodel/unit/mx_macro.def.
`default_nettype none

module gcim_mx_macro #(
  parameter  int XExpBits  = 8,                        // source format, 2..8
  parameter  int XManBits  = 7,                        // 7..23
  parameter  int XBias     = 127,                      // 0..255
  parameter  int Elem      = gcim_pkg::MX_INT8,        // not MX_E4M3, MX_E5M2
  parameter  int Lanes     = 16,                       // a block, 1..64
  parameter  int Blocks    = 2,                        // of weights, 1..16
  parameter  int Cols      = 4,                        // 1..16
  parameter  int XBits     = 10,                       // of an integer or aligned x, 5..16
  parameter  int WBits     = 8,                        // of a fixed-point weight, 2..16
  parameter  int Acc       = gcim_pkg::MX_ACC_MAXFIRST, // not MX_ACC_EXACT
  parameter  int AccBits   = 32,                       // MX_ACC_MAXFIRST, MX_ACC_RUNNING, to 128
  parameter  int PatSize   = 4,                        // bits per group, 1..4
  parameter  int PatLimit  = 1,                        // most ones the small tree counts, 0..4
  parameter  int PatSet    = 65535,                    // frequent patterns
  parameter  int PatPolicy = gcim_pkg::SELECT,         // or gcim_pkg::LOSSY
  localparam int XCodeBits = 1 + XExpBits + XManBits,
  localparam int Rows      = Lanes * Blocks,
  localparam int AddrBits  = Rows > 1 ? $clog2(Rows) : 1,
  localparam int BlockBits = Blocks > 1 ? $clog2(Blocks) : 1,
  localparam int DotBits   = XBits + WBits + $clog2(Rows) + 1,
  localparam int AccWidth  = gcim_pkg::mx_acc_width(Acc, DotBits, AccBits)
) (
  input  wire logic                       clk_i,
  input  wire logic                       rst_ni,      // asynchronous, active low
  // wr: write a row of weights
  input  wire logic                       wr_valid_i,
  output      logic                       wr_ready_o,
  input  wire logic [AddrBits-1:0]        wr_addr_i,
  input  wire logic [Cols*WBits-1:0]      wr_data_i,
  // we: write the exponents of a block
  input  wire logic                       we_valid_i,
  output      logic                       we_ready_o,
  input  wire logic [BlockBits-1:0]       we_block_i,
  input  wire logic [Cols*10-1:0]         we_exp_i,
  // st: start a vector
  input  wire logic                       st_valid_i,
  output      logic                       st_ready_o,
  input  wire logic [Lanes*XCodeBits-1:0] st_x_i,      // lane 0 in the low bits
  input  wire logic [BlockBits-1:0]       st_block_i,
  input  wire logic [7:0]                 st_host_i,   // the scale for MX_OP_GIVEN
  input  wire logic [1:0]                 st_op_i,     // gcim_pkg::MX_OP_*
  input  wire logic [2:0]                 st_rule_i,   // gcim_pkg::MX_FLOOR and next
  input  wire logic [2:0]                 st_special_i, // gcim_pkg::MX_BLOCK_NAN and next
  input  wire logic [1:0]                 st_zero_i,   // gcim_pkg::MX_ZERO_*
  input  wire logic                       st_scale_ovf_i, // gcim_pkg::MX_OVF_*
  input  wire logic                       st_daz_i,    // 1: subnormals of the source are zeros
  input  wire logic [2:0]                 st_rnd_i,    // gcim_pkg::RND_*: elements, alignment
  input  wire logic                       st_full_i,   // MX_INT8: 1: -128 is an element
  input  wire logic                       st_scan_i,   // 1: for the references only
  input  wire logic                       st_first_i,  // 1: a new sum, or new references
  input  wire logic                       st_last_i,   // 1: the result follows
  input  wire logic [2:0]                 st_quant_i,  // gcim_pkg::RND_*: of the blocks' alignment
  input  wire logic                       st_cutoff_i, // 1: what is far below is 0
  input  wire logic                       st_sat_i,    // gcim_pkg::FIT_*
  input  wire logic [2:0]                 st_y_rnd_i,  // gcim_pkg::RND_*; 6, 7 act as RND_RTZ
  input  wire logic [1:0]                 st_y_ovf_i,  // gcim_pkg::OVF_*
  input  wire logic [2:0]                 st_y_nan_i,  // gcim_pkg::NAN_*
  input  wire logic                       st_y_ftz_i,  // 1: subnormal results are flushed
  // rs: result of a sum
  output      logic                       rs_valid_o,
  input  wire logic                       rs_ready_i,
  output      logic [Cols*32-1:0]         rs_y_o,      // FP32
  output      logic [Cols*7-1:0]          rs_flags_o,  // {OVF, NXA, SAT, NV, OF, UF, NX} per column
  output      logic [Cols-1:0]            rs_below_o,  // an exponent was out of reach
  output      logic [7:0]                 tap_scale,
  output      logic [Lanes*XBits-1:0]     tap_x_q,     // signed
  output      logic [11:0]                tap_x_exp,   // signed: of one unit of tap_x_q
  output      logic [Cols*DotBits-1:0]    tap_dot,     // signed
  output      logic [Cols*AccWidth-1:0]   tap_acc
);

  localparam int FixBits = gcim_pkg::mx_fix_bits(Elem);
  localparam bit TooLong = Elem == gcim_pkg::MX_E4M3 || Elem == gcim_pkg::MX_E5M2;

  if (TooLong) begin : gen_bad_elem
    elements_fit_the_macro u_error ();
  end
  if (!TooLong && FixBits > XBits) begin : gen_bad_fix
    elements_fit_x u_error ();
  end
  if (XBits > XCodeBits) begin : gen_bad_x
    x_fits_code u_error ();
  end
  if (Acc == gcim_pkg::MX_ACC_EXACT) begin : gen_bad_acc
    no_exact_sum u_error ();
  end
  if (Acc != gcim_pkg::MX_ACC_FLOAT && AccBits < DotBits) begin : gen_bad_bits
    dot_fits_accumulator u_error ();
  end

  localparam int ExpBits = 12;                         // of x and weights together

  // The phases of a vector: taken, made, in the macro, result. A scan ends when it is made.
  logic taken_q, made_q, inside_q, result_q;
  logic idle, start, enter, scanned, done;

  logic [Lanes*XCodeBits-1:0] x_q;
  logic [BlockBits-1:0]       block_q;
  logic [7:0]                 host_q;
  logic [1:0]                 op_q, zero_q, y_ovf_q;
  logic [2:0]                 rule_q, special_q, rnd_q, quant_q, y_rnd_q, y_nan_q;
  logic                       scale_ovf_q, daz_q, full_q, scan_q, first_q, last_q, far_q, sat_q,
    y_ftz_q;

  assign idle    = !taken_q && !made_q && !inside_q && !result_q;
  assign start   = st_valid_i && idle;
  assign enter   = made_q && !scan_q;
  assign scanned = made_q && scan_q;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      taken_q  <= 1'b0;
      made_q   <= 1'b0;
      inside_q <= 1'b0;
      result_q <= 1'b0;
    end else begin
      taken_q  <= start;
      made_q   <= taken_q;
      inside_q <= enter || (inside_q && !done);
      result_q <= (done && last_q) || (result_q && !rs_ready_i);
    end
  end

  always_ff @(posedge clk_i) begin
    if (start) begin
      x_q         <= st_x_i;
      block_q     <= 32'(st_block_i) < Blocks ? st_block_i : '0;
      host_q      <= st_host_i;
      op_q        <= st_op_i;
      rule_q      <= st_rule_i;
      special_q   <= st_special_i;
      zero_q      <= st_zero_i;
      scale_ovf_q <= st_scale_ovf_i;
      daz_q       <= st_daz_i;
      rnd_q       <= st_rnd_i;
      full_q      <= st_full_i;
      scan_q      <= st_scan_i;
      first_q     <= st_first_i;
      last_q      <= st_last_i;
      quant_q     <= st_quant_i;
      far_q       <= st_cutoff_i;
      sat_q       <= st_sat_i;
      y_rnd_q     <= st_y_rnd_i;
      y_ovf_q     <= st_y_ovf_i;
      y_nan_q     <= st_y_nan_i;
      y_ftz_q     <= st_y_ftz_i;
    end
  end

  // Scale, elements, fixed point.
  logic [7:0]             scale, scale_q;
  logic [Lanes*XBits-1:0] q, q_q;
  logic [11:0]            x_exp, x_exp_q;
  logic                   nan, nan_q;

  gcim_mx_operand #(
    .ExpBits(XExpBits), .ManBits(XManBits), .Bias(XBias), .Elem(Elem), .Lanes(Lanes), .XBits(XBits)
  ) u_operand (
    .op_i(op_q), .rule_i(rule_q), .special_i(special_q), .zero_i(zero_q),
    .scale_ovf_i(scale_ovf_q), .daz_i(daz_q), .rnd_i(rnd_q), .full_i(full_q), .code_i(x_q),
    .host_i(host_q), .scale_o(scale), .q_o(q), .exp_o(x_exp), .nan_o(nan)
  );

  always_ff @(posedge clk_i) begin
    if (taken_q) begin
      scale_q <= scale;
      q_q     <= q;
      x_exp_q <= x_exp;
      nan_q   <= nan;
    end
  end

  // The macro. All blocks of rows have the vector; those of other blocks are off.
  localparam bit ApxTree = Rows > 1;
  localparam int ColSums = Cols * ((WBits + 3) / 4) * (5 + $clog2(Rows) + (ApxTree ? 1 : 0));

  logic                    write, macro_rs_valid, wide;
  logic [4:0]              x_bits;
  logic [Blocks-1:0]       row_en;
  logic                    unused_rd_ready, unused_wr_ready, unused_st_ready, unused_rq_valid;
  logic [Cols*WBits-1:0]   unused_rq_data;
  logic [ColSums-1:0]      unused_col_sum;
  logic [Cols*DotBits-1:0] unused_tile_sum, dot;
  logic [Cols-1:0]         unused_ovf;

  assign write  = wr_valid_i && idle;
  assign wide   = op_q == gcim_pkg::MX_OP_INT || op_q == gcim_pkg::MX_OP_ALIGN;
  assign x_bits = wide ? 5'(XBits) : 5'(FixBits);
  assign row_en = Blocks'(1) << block_q;
  assign done   = inside_q && macro_rs_valid;

  gcim_dcim_macro #(
    .Rows(Rows), .Cols(Cols), .MaxX(XBits), .MaxW(WBits), .GateRows(Lanes), .SpareRows(0),
    .AccWidth(DotBits), .Topology(gcim_pkg::PATTERN), .PatSize(PatSize), .PatLimit(PatLimit),
    .PatSet(PatSet), .PatPolicy(PatPolicy)
  ) u_macro (
    .clk_i, .rst_ni, .rd_valid_i(1'b0), .rd_ready_o(unused_rd_ready), .rd_addr_i({AddrBits{1'b0}}),
    .wr_valid_i(write), .wr_ready_o(unused_wr_ready), .wr_addr_i, .wr_data_i, .st_valid_i(enter),
    .st_ready_o(unused_st_ready), .st_x_i({Blocks{q_q}}), .st_row_en_i(row_en),
    .st_repair_en_i(1'b0), .st_repair_row_i(1'b0), .st_x_bits_i(x_bits), .st_w_bits_i(5'(WBits)),
    .st_x_signed_i(1'b1), .st_w_signed_i(1'b1), .st_cell_i(gcim_pkg::CELL_AND),
    .st_msb_first_i(1'b0), .st_keep_i(1'b0), .st_sat_i(1'b0),
    .rq_valid_o(unused_rq_valid), .rq_ready_i(1'b0), .rq_data_o(unused_rq_data),
    .rs_valid_o(macro_rs_valid), .rs_ready_i(inside_q), .rs_acc_o(dot), .rs_ovf_o(unused_ovf),
    .tap_col_sum(unused_col_sum), .tap_tile_sum(unused_tile_sum)
  );

  // Exponents of the weights. Nothing is written under reset.
  logic                      scale_write;
  logic [Blocks*Cols*10-1:0] exps_q;
  logic [Cols*10-1:0]        exps;                     // those of the vector's block

  assign scale_write = we_valid_i && idle && rst_ni;

  for (genvar b = 0; b < Blocks; b++) begin : gen_block
    always_ff @(posedge clk_i) begin
      if (scale_write && we_block_i == BlockBits'(b)) begin
        exps_q[b*Cols*10 +: Cols*10] <= we_exp_i;
      end
    end
  end

  always_comb begin
    exps = '0;
    for (int b = 0; b < Blocks; b++) begin
      if (block_q == BlockBits'(b)) begin
        exps = exps_q[b*Cols*10 +: Cols*10];
      end
    end
  end

  // Sums. A scan prepares their exponents.
  for (genvar c = 0; c < Cols; c++) begin : gen_column
    logic [ExpBits-1:0] exp, ref_q, unused_exp;
    logic               larger;

    assign exp    = x_exp_q + ExpBits'($signed(exps[c*10 +: 10]));
    assign larger = $signed(exp) > $signed(ref_q);

    always_ff @(posedge clk_i or negedge rst_ni) begin
      if (!rst_ni) begin
        ref_q <= '0;
      end else if (scanned && (first_q || larger)) begin
        ref_q <= exp;
      end
    end

    gcim_mx_sum #(
      .Acc(Acc), .SumBits(DotBits), .Frac(0), .AccBits(AccBits), .ExpBits(ExpBits)
    ) u_sum (
      .clk_i, .rst_ni, .en_i(done), .sum_i(dot[c*DotBits +: DotBits]), .sum_exp_i(exp),
      .special_i({nan_q, 1'b0}), .sign_i(1'b0), .ref_i(ref_q), .first_i(first_q),
      .quant_i(quant_q), .cutoff_i(far_q), .sat_i(sat_q), .rnd_i(y_rnd_q), .ovf_i(y_ovf_q),
      .nan_i(y_nan_q), .ftz_i(y_ftz_q),
      .acc_o(tap_acc[c*AccWidth +: AccWidth]), .exp_o(unused_exp), .y_o(rs_y_o[c*32 +: 32]),
      .flags_o(rs_flags_o[c*7 +: 7]), .below_o(rs_below_o[c])
    );
  end

  // Not busy, the macro is not busy either.
  assign wr_ready_o = idle;
  assign we_ready_o = idle;
  assign st_ready_o = idle;
  assign rs_valid_o = result_q;
  assign tap_scale  = scale_q;
  assign tap_x_q    = q_q;
  assign tap_x_exp  = x_exp_q;
  assign tap_dot    = dot;

endmodule

`default_nettype wire
