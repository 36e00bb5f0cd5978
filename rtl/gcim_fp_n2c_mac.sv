// gcim_fp_n2c_mac: multiply-accumulate of serial two's complement inputs with unsigned products:
// the input's sign is inverted, inputs of negative weights are inverted, one compensation per
// column at the end.
// Meaning: cmodel/unit/fp_n2c_mac.c. Parameters, ports, cycles: cmodel/unit/fp_n2c_mac.def.
`default_nettype none

module gcim_fp_n2c_mac #(
  parameter  int Rows      = 16,                       // 1..64
  parameter  int Cols      = 4,                        // 1..16
  parameter  int Digit     = 2,                        // bits per digit, 1..2
  parameter  int MaxDigits = 8,                        // 1..150
  parameter  int MagBits   = 7,                        // of a weight's magnitude, 1..15
  localparam int RawBits   = MaxDigits * Digit + MagBits + $clog2(Rows),
  localparam int AccBits   = RawBits + 1,
  localparam int CountBits = $clog2(MaxDigits + 1)
) (
  input  wire logic                         clk_i,
  input  wire logic                         rst_ni,    // asynchronous, active low
  // dg: digits, the most significant first; weights with the first
  input  wire logic                         dg_valid_i,
  output      logic                         dg_ready_o,
  input  wire logic [Rows*Digit-1:0]        dg_digits_i,
  input  wire logic                         dg_last_i,
  input  wire logic [Rows*Cols-1:0]         dg_w_neg_i,
  input  wire logic [Rows*Cols*MagBits-1:0] dg_w_mag_i,
  // rs: result
  output      logic                         rs_valid_o,
  input  wire logic                         rs_ready_i,
  output      logic [Cols*AccBits-1:0]      rs_acc_o,
  output      logic [CountBits-1:0]         rs_digits_o,
  output      logic [Cols*RawBits-1:0]      tap_raw,   // before the compensation, unsigned
  output      logic [Cols*AccBits-1:0]      tap_comp
);

  localparam int SumBits = Digit + MagBits + $clog2(Rows);  // of one digit over all rows, unsigned
  localparam int MagSum  = MagBits + $clog2(Rows);          // of the magnitudes of a column

  logic                 run_q, rs_valid_q;
  logic [CountBits-1:0] count_q;                       // digits accepted
  logic                 beat, first, last;
  logic [CountBits-1:0] count_d;
  // The first digit carries the sign of the row.
  logic [Rows*Digit-1:0] digits, top;

  assign beat    = dg_valid_i && dg_ready_o;
  assign first   = !run_q;
  assign count_d = first ? CountBits'(1) : count_q + CountBits'(1);
  assign last    = dg_last_i || count_d == CountBits'(MaxDigits);

  // 1 where a digit's top bit is: inverted in the first digit.
  for (genvar i = 0; i < Rows; i++) begin : gen_top
    assign top[i*Digit +: Digit] = first ? Digit'(1) << (Digit-1) : '0;
  end
  assign digits = dg_digits_i ^ top;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      run_q      <= 1'b0;
      rs_valid_q <= 1'b0;
    end else begin
      run_q      <= beat ? !last : run_q;
      rs_valid_q <= (beat && last) || (rs_valid_q && !rs_ready_i);
    end
  end

  always_ff @(posedge clk_i) begin
    if (beat) count_q <= count_d;
  end

  for (genvar j = 0; j < Cols; j++) begin : gen_column
    logic [Rows-1:0]         neg_q, neg;
    logic [Rows*MagBits-1:0] mag_q, mag;
    logic [Rows*Digit-1:0]   signless;                 // inverted for negative weights
    logic [RawBits-1:0]      raw_q;
    logic [SumBits-1:0]      sum;
    logic [MagSum-1:0]       all, negative;            // sums of magnitudes
    logic [AccBits-1:0]      comp;

    assign neg = first ? dg_w_neg_i[j*Rows +: Rows] : neg_q;
    assign mag = first ? dg_w_mag_i[j*Rows*MagBits +: Rows*MagBits] : mag_q;

    for (genvar i = 0; i < Rows; i++) begin : gen_invert
      assign signless[i*Digit +: Digit] = digits[i*Digit +: Digit] ^ {Digit{neg[i]}};
    end

    always_comb begin
      sum = '0;
      for (int i = 0; i < Rows; i++) begin
        sum = sum + SumBits'(signless[i*Digit +: Digit]) * SumBits'(mag[i*MagBits +: MagBits]);
      end
    end

    always_comb begin
      all      = '0;
      negative = '0;
      for (int i = 0; i < Rows; i++) begin
        all = all + MagSum'(mag_q[i*MagBits +: MagBits]);
        if (neg_q[i]) negative = negative + MagSum'(mag_q[i*MagBits +: MagBits]);
      end
    end

    always_ff @(posedge clk_i) begin
      if (beat) begin
        neg_q <= neg;
        mag_q <= mag;
        raw_q <= (first ? '0 : raw_q << Digit) + RawBits'(sum);
      end
    end

    // 2^(n-1) = 2^(Digit * count - 1): a shift of the sum by whole digits, and by one bit less.
    assign comp = ((AccBits'(all) << (Digit - 1)) << (Digit
      * (32'(count_q) - 1))) - AccBits'(negative);
    assign tap_raw[j*RawBits +: RawBits]   = raw_q;
    assign tap_comp[j*AccBits +: AccBits]  = comp;
    assign rs_acc_o[j*AccBits +: AccBits]  = AccBits'(raw_q) - comp;
  end

  assign dg_ready_o  = !rs_valid_q;
  assign rs_valid_o  = rs_valid_q;
  assign rs_digits_o = count_q;

endmodule

`default_nettype wire
