// gcim_mx_acc: sum over Microscaling blocks, aligned, in FP32 or exact. The result of a sum shows
// one edge after its last block.
// Meaning: cmodel/unit/mx_acc.c. Parameters, ports, cycles: cmodel/unit/mx_acc.def.
`default_nettype none

module gcim_mx_acc #(
  parameter  int Acc      = gcim_pkg::MX_ACC_MAXFIRST,
  parameter  int SumBits  = 21,                        // of a block's sum, 2..80
  parameter  int Frac     = 12,                        // its fraction bits, 0..64
  parameter  int AccBits  = 32,                        // MX_ACC_MAXFIRST, MX_ACC_RUNNING, 2..128
  localparam int AccWidth = gcim_pkg::mx_acc_width(Acc, SumBits, AccBits)
) (
  input  wire logic                clk_i,
  input  wire logic                rst_ni,             // asynchronous, active low
  // st: a block
  input  wire logic                st_valid_i,
  output      logic                st_ready_o,
  input  wire logic [SumBits-1:0]  st_sum_i,           // signed
  input  wire logic [9:0]          st_exp_i,           // signed
  input  wire logic [1:0]          st_special_i,       // 0: number, 1: infinity, 2, 3: NaN
  input  wire logic                st_sign_i,          // of an infinity
  input  wire logic [9:0]          st_ref_i,           // signed: exponent of the sum, with first
  input  wire logic                st_first_i,         // 1: a new sum
  input  wire logic                st_last_i,          // 1: the result follows
  input  wire logic [2:0]          st_quant_i,         // gcim_pkg::RND_*: of the alignment
  input  wire logic                st_cutoff_i,        // 1: what is far below is 0
  input  wire logic                st_sat_i,           // gcim_pkg::FIT_*
  input  wire logic [2:0]          st_rnd_i,           // gcim_pkg::RND_*; 6, 7 act as RND_RTZ
  input  wire logic [1:0]          st_ovf_i,           // gcim_pkg::OVF_*
  input  wire logic [2:0]          st_nan_i,           // gcim_pkg::NAN_*
  input  wire logic                st_ftz_i,           // 1: subnormal results are flushed
  // rs: result of a sum
  output      logic                rs_valid_o,
  input  wire logic                rs_ready_i,
  output      logic [31:0]         rs_y_o,             // FP32
  output      logic [6:0]          rs_flags_o,         // {OVF, NXA, SAT, NV, OF, UF, NX}
  output      logic                rs_below_o,         // an exponent was out of reach
  output      logic [AccWidth-1:0] tap_acc,
  output      logic [9:0]          tap_exp             // signed
);

  if (Acc != gcim_pkg::MX_ACC_FLOAT && Acc != gcim_pkg::MX_ACC_EXACT && AccBits < SumBits)
  begin : gen_bad_acc
    sum_fits_accumulator u_error ();
  end

  logic accept;
  logic rs_valid_q;

  assign st_ready_o = !rs_valid_q;
  assign accept     = st_valid_i && st_ready_o;

  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      rs_valid_q <= 1'b0;
    end else begin
      rs_valid_q <= (accept && st_last_i) || (rs_valid_q && !rs_ready_i);
    end
  end

  gcim_mx_sum #(.Acc(Acc), .SumBits(SumBits), .Frac(Frac), .AccBits(AccBits)) u_sum (
    .clk_i, .rst_ni, .en_i(accept), .sum_i(st_sum_i), .sum_exp_i(st_exp_i),
    .special_i(st_special_i), .sign_i(st_sign_i), .ref_i(st_ref_i), .first_i(st_first_i),
    .quant_i(st_quant_i), .cutoff_i(st_cutoff_i), .sat_i(st_sat_i), .rnd_i(st_rnd_i),
    .ovf_i(st_ovf_i), .nan_i(st_nan_i), .ftz_i(st_ftz_i),
    .acc_o(tap_acc), .exp_o(tap_exp), .y_o(rs_y_o), .flags_o(rs_flags_o), .below_o(rs_below_o)
  );

  assign rs_valid_o = rs_valid_q;

endmodule

`default_nettype wire
