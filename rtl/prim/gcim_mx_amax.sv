// gcim_mx_amax: largest magnitude of decoded lanes, as a code without its sign. Combinational.
// Meaning: cmodel/unit/mx_scale.def, 7.
`default_nettype none

module gcim_mx_amax #(
  parameter  int Lanes   = 32,                         // any number from 1
  parameter  int ExpBits = 8,                          // of the source format
  parameter  int ManBits = 7,
  localparam int SigBits = ManBits + 1,
  localparam int MagBits = ExpBits + ManBits
) (
  input  wire logic [Lanes*ExpBits-1:0] exp_i,         // of gcim_fp_unpack, lane 0 in the low bits
  input  wire logic [Lanes*SigBits-1:0] sig_i,         // 0: the lane does not count
  output      logic [MagBits-1:0]       amax_o         // 0 if no lane counts
);

  // Codes are in the order of their magnitudes.
  logic [Lanes*MagBits-1:0] mag;
  logic [Lanes-1:0]         counts;
  logic                     unused_any;

  for (genvar i = 0; i < Lanes; i++) begin : gen_lane
    logic               normal;
    logic [ExpBits-1:0] exp;
    logic [SigBits-1:0] sig;

    assign sig    = sig_i[i*SigBits +: SigBits];
    assign normal = sig[ManBits];
    assign exp    = normal ? exp_i[i*ExpBits +: ExpBits] : '0;
    assign mag[i*MagBits +: MagBits] = {exp, sig[ManBits-1:0]};
    assign counts[i] = sig != '0;
  end

  gcim_fp_max #(.Lanes(Lanes), .Width(MagBits)) u_max (
    .data_i(mag), .counts_i(counts), .max_o(amax_o), .any_o(unused_any)
  );

endmodule

`default_nettype wire
