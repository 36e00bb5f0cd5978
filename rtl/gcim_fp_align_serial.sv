// gcim_fp_align_serial: serial aligner. A countdown from the largest exponent starts the lanes one
// after the other; a lane repeats its sign until then and shifts out its two's complement register
// afterwards. No barrel shifter. Meaning: cmodel/unit/fp_align_serial.c. Parameters, ports, cycles:
// cmodel/unit/fp_align_serial.def.
`default_nettype none

module gcim_fp_align_serial #(
  parameter  int Lanes       = 4,                      // 1..64
  parameter  int ExpBits     = 5,                      // 1..8
  parameter  int SigBits     = 11,                     // significand with its hidden bit, 2..24
  // What the short stream holds at least, 2..32.
  parameter  int AlignedBits = 12,
  parameter  int Digit       = 2,                      // bits per digit, 1..2
  parameter  int Extra       = 0                       // digits more than that, 0..7
) (
  input  wire logic                     clk_i,
  input  wire logic                     rst_ni,        // asynchronous, active low
  // st: start a group
  input  wire logic                     st_valid_i,
  output      logic                     st_ready_o,
  input  wire logic [Lanes-1:0]         st_sign_i,
  input  wire logic [Lanes*ExpBits-1:0] st_exp_i,
  input  wire logic [Lanes*SigBits-1:0] st_sig_i,
  // Until the last bit of the smallest lane is out.
  input  wire logic                     st_accurate_i,
  // dg: digits, the most significant first
  output      logic                     dg_valid_o,
  input  wire logic                     dg_ready_i,
  output      logic [Lanes*Digit-1:0]   dg_digits_o,
  output      logic [ExpBits-1:0]       dg_ref_o,
  output      logic                     dg_first_o,
  output      logic                     dg_last_o,
  output      logic [Lanes-1:0]         tap_started
);

  localparam int ShortDigits = (AlignedBits + Digit - 1) / Digit + Extra;
  // Two's complement, one bit of room for an odd distance.
  localparam int RegBits     = SigBits + 2;
  localparam int CountBits   = 10;                     // the longest stream has 24 + 1 + 255 digits
  // The countdown passes zero: 255 .. -300, signed.
  localparam int DownBits    = 12;

  logic                     find_q, run_q, first_q, accurate_q;
  logic [Lanes-1:0]         sign_q;
  logic [Lanes*ExpBits-1:0] exp_q;
  logic [Lanes*SigBits-1:0] sig_q;
  logic [ExpBits-1:0]       ref_q;
  logic signed [DownBits-1:0] down_q;                  // the countdown
  logic [CountBits-1:0]     left_q;                    // digits after this one

  logic                     start, step;
  logic [ExpBits-1:0]       largest, smallest;         // exponents of the lanes that are not zero
  logic                     any;
  logic [CountBits-1:0]     full_bits, full_digits, digits;

  assign start = st_valid_i && st_ready_o;
  assign step  = run_q && dg_ready_i;

  always_comb begin
    largest  = '0;
    smallest = {ExpBits{1'b1}};
    any      = 1'b0;
    for (int i = 0; i < Lanes; i++) begin
      if (sig_q[i*SigBits +: SigBits] != '0) begin
        any = 1'b1;
        if (exp_q[i*ExpBits +: ExpBits] > largest) largest = exp_q[i*ExpBits +: ExpBits];
        if (exp_q[i*ExpBits +: ExpBits] < smallest) smallest = exp_q[i*ExpBits +: ExpBits];
      end
    end
  end

  assign full_bits   = CountBits'(SigBits + 1)
    + (any ? CountBits'(largest) - CountBits'(smallest) : '0);
  assign full_digits = Digit == 1 ? full_bits : (full_bits + CountBits'(1)) >> 1;
  assign digits      = accurate_q ? full_digits : CountBits'(ShortDigits);

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      find_q <= 1'b0;
      run_q  <= 1'b0;
    end else begin
      find_q <= start;
      run_q  <= find_q || (run_q && !(step && left_q == '0));
    end
  end

  always_ff @(posedge clk_i) begin
    if (start) begin
      sign_q     <= st_sign_i;
      exp_q      <= st_exp_i;
      sig_q      <= st_sig_i;
      accurate_q <= st_accurate_i;
    end
    if (find_q) begin
      ref_q   <= largest;
      down_q  <= DownBits'(largest);
      left_q  <= digits - CountBits'(1);
      first_q <= 1'b1;
    end else if (step) begin
      down_q  <= down_q - DownBits'(Digit);
      left_q  <= left_q - CountBits'(1);
      first_q <= 1'b0;
    end
  end

  for (genvar i = 0; i < Lanes; i++) begin : gen_lane
    logic [SigBits-1:0]         sig;
    logic [ExpBits-1:0]         exponent;
    logic [SigBits:0]           number;                // two's complement
    // The countdown's value that starts this lane.
    logic signed [DownBits-1:0] at;
    logic                       odd, begun;
    logic [RegBits-1:0]         shift_q;

    assign sig      = sig_q[i*SigBits +: SigBits];
    assign exponent = exp_q[i*ExpBits +: ExpBits];
    assign number   = sign_q[i] ? -{1'b0, sig} : {1'b0, sig};
    assign at       = DownBits'(exponent) + DownBits'(Digit);
    assign odd      = Digit == 2 && largest[0] != exponent[0];
    assign begun    = down_q < at;

    always_ff @(posedge clk_i) begin
      if (find_q) begin
        shift_q <= odd ? {number[SigBits], number} : {number, 1'b0};
      end else if (step && begun) begin
        shift_q <= shift_q << Digit;
      end
    end

    // The top bit of the register is the sign until the lane has begun.
    assign dg_digits_o[i*Digit +: Digit] = begun ? shift_q[RegBits-1 -: Digit]
      : {Digit{shift_q[RegBits-1]}};
    assign tap_started[i] = begun && sig != '0;
  end

  assign st_ready_o = !find_q && !run_q;
  assign dg_valid_o = run_q;
  assign dg_ref_o   = ref_q;
  assign dg_first_o = first_q;
  assign dg_last_o  = left_q == '0;

endmodule

`default_nettype wire
