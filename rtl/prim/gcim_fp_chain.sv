// gcim_fp_chain: values of groups, each encoded, added one after the other, encoded after each.
// Combinational. Meaning: cmodel/unit/fp_dot.def, 10 (ACC_FLOAT) and 11.
`default_nettype none

module gcim_fp_chain #(
  parameter  int Groups    = 2,                        // any number from 1
  parameter  int AccBits   = 28,
  parameter  int ScaleBits = 12,
  parameter  int ExpBits   = 8,                        // format of the codes
  parameter  int ManBits   = 23,
  parameter  int Bias      = 127,
  parameter  int Kind      = gcim_pkg::FLOAT_IEEE,
  parameter  int RandBits  = 8,
  localparam int CodeBits  = 1 + ExpBits + ManBits
) (
  input  wire logic [2:0]                  rnd_i,      // gcim_pkg::RND_*
  input  wire logic [1:0]                  ovf_i,      // gcim_pkg::OVF_*
  input  wire logic [2:0]                  nan_i,      // gcim_pkg::NAN_*
  input  wire logic                        neg_zero_i,
  input  wire logic                        ftz_i,
  input  wire logic                        tiny_before_i,
  input  wire logic [Groups*AccBits-1:0]   acc_i,      // signed, group 0 in the low bits
  input  wire logic [Groups*ScaleBits-1:0] scale_i,    // signed
  input  wire logic [RandBits-1:0]         random_i,
  output      logic [Groups*CodeBits-1:0]  partial_o,  // the sum after every group
  output      logic [CodeBits-1:0]         code_o,     // the last one
  output      logic [4:0]                  flags_o     // of all encodings
);

  for (genvar g = 0; g < Groups; g++) begin : gen_group
    logic [CodeBits-1:0] value, partial;
    logic [4:0]          value_flags, flags;           // flags: up to this group

    gcim_fp_encode_signed #(
      .Width(AccBits), .ScaleBits(ScaleBits), .ExpBits(ExpBits), .ManBits(ManBits), .Bias(Bias),
      .Kind(Kind), .RandBits(RandBits)
    ) u_value (
      .rnd_i, .ovf_i, .nan_i, .neg_zero_i, .ftz_i, .tiny_before_i,
      .value_i(acc_i[g*AccBits +: AccBits]), .scale_i(scale_i[g*ScaleBits +: ScaleBits]), .random_i,
      .code_o(value), .flags_o(value_flags)
    );

    if (g == 0) begin : gen_first
      assign partial = value;
      assign flags   = value_flags;
    end else begin : gen_next
      logic [4:0] sum_flags;

      gcim_fp_add_codes #(
        .AExpBits(ExpBits), .AManBits(ManBits), .ABias(Bias), .AKind(Kind),
        .BExpBits(ExpBits), .BManBits(ManBits), .BBias(Bias), .BKind(Kind),
        .ExpBits(ExpBits), .ManBits(ManBits), .Bias(Bias), .Kind(Kind), .RandBits(RandBits)
      ) u_sum (
        .rnd_i, .ovf_i, .nan_i, .neg_zero_i, .ftz_i, .tiny_before_i,
        .b_specials_i(gcim_pkg::SPECIAL_IEEE), .b_daz_i(1'b0),
        .a_i(gen_group[g-1].partial), .b_i(value), .random_i, .code_o(partial),
        .flags_o(sum_flags)
      );
      assign flags = gen_group[g-1].flags | value_flags | sum_flags;
    end

    assign partial_o[g*CodeBits +: CodeBits] = partial;
  end

  assign code_o  = gen_group[Groups-1].partial;
  assign flags_o = gen_group[Groups-1].flags;

endmodule

`default_nettype wire
